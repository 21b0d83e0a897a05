using AIDialogues.Events.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
