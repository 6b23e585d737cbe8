using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Cli;

/// <summary>What runs the cases, as options and the headers of case files name it; prints itself for people.</summary>
internal interface ISubject
{
    /// <summary>What one thread works with.</summary>
    Bench CreateBench();

    /// <summary>The header of a file that shows what this subject does.</summary>
    FileHeader Header(Expectation expect);

    /// <summary>The documents that cases of a campaign parse.</summary>
    IDocumentSource Documents(DocumentLibrary library) => new CaseDocuments(library);

    /// <summary>A campaign as this subject can carry it out.</summary>
    CampaignOptions Suited(CampaignOptions options);

    /// <summary>Whether a file says that this subject fails its case.</summary>
    bool FailsSays(FileHeader header);

    /// <summary>Writes what else belongs beside case files that were saved.</summary>
    void SavePrograms(IReadOnlyCollection<string> paths, bool inHaste)
    {
    }
}
