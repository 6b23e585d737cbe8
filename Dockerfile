# The tool for those without .NET: built from the sources, run on the runtime alone, as a user without rights.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish harness -c Release -o /tool

FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY --from=build /tool /tool
COPY --from=build /source/LICENSE /source/README.md /source/CHANGELOG.md /tool/
RUN printf '#!/bin/sh\nexec dotnet /tool/vera-gcstress.dll "$@"\n' > /usr/local/bin/vera-gcstress \
    && chmod 755 /usr/local/bin/vera-gcstress
USER $APP_UID
WORKDIR /work
ENTRYPOINT ["vera-gcstress"]
