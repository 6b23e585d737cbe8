using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vera.GcStress.Files;

/// <summary>What can lie at a path.</summary>
internal enum FileKind
{
    Plain,
    Folder,
    Pipe,
    Socket,
    Device,
}

/// <summary>Asks the system what lies at a path, without opening it.</summary>
/// <remarks>
/// .NET tells folders and links, and takes everything else for a file. Its own library asks the system through one
/// function that is the same on every Unix; so do we.
/// </remarks>
internal static partial class FileKinds
{
    private const int StatusBytes = 256;
    private const int ModeAt = 4;
    private const int KindMask = 0xF000;

    /// <summary>The kind of what a path or a link leads to; null if nothing is there.</summary>
    public static FileKind? Of(string path) => OperatingSystem.IsWindows() ? OnWindows(path) : OnUnix(path);

    private static FileKind? OnWindows(string path) =>
        Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? FileKind.Device
        : Directory.Exists(path) ? FileKind.Folder
        : File.Exists(path) ? FileKind.Plain : null;

    private static FileKind? OnUnix(string path)
    {
        var status = new byte[StatusBytes];
        return Stat(path, status) != 0
            ? null
            : (BinaryPrimitives.ReadInt32LittleEndian(status.AsSpan(ModeAt)) & KindMask) switch
            {
                0x8000 => FileKind.Plain,
                0x4000 => FileKind.Folder,
                0x1000 => FileKind.Pipe,
                0xC000 => FileKind.Socket,
                _ => FileKind.Device,
            };
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, [Out] byte[] status);
}
