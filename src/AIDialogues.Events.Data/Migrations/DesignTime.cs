using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace AIDialogues.Events.Data.Migrations;

/// <summary>Lets the <c>dotnet ef</c> tool read the model; it never connects.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<EventsDb>
{
    public EventsDb CreateDbContext(string[] args) => DataSetup.Open(NpgsqlDataSource.Create("Host=design-time-only"));
}
