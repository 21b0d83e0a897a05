using AIDialogues.Events.Domain;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.People;

public sealed class Reading_a_name
{
    [Theory]
    [InlineData("Awa Diallo", "Awa", "Diallo")]
    [InlineData("DIALLO Awa", "Awa", "DIALLO")]
    [InlineData("Awa DIALLO", "Awa", "DIALLO")]
    [InlineData("Diallo, Awa", "Awa", "Diallo")]
    [InlineData("de La Chapelle, Bertrand", "Bertrand", "de La Chapelle")]
    [InlineData("Bertrand de La Chapelle", "Bertrand", "de La Chapelle")]
    [InlineData("DE LA CHAPELLE Bertrand", "Bertrand", "DE LA CHAPELLE")]
    [InlineData("Bertrand de LA CHAPELLE", "Bertrand", "de LA CHAPELLE")]
    [InlineData("Marie-Christine Vandenbroucke-Delacroix", "Marie-Christine", "Vandenbroucke-Delacroix")]
    [InlineData("Ludwig van der Velde", "Ludwig", "van der Velde")]
    [InlineData("Jeanne d'Albret", "Jeanne", "d'Albret")]
    [InlineData("Jeanne d’Albret", "Jeanne", "d’Albret")]
    [InlineData("Dr. Hana Novotná", "Hana", "Novotná")]
    [InlineData("Mme Awa Diallo", "Awa", "Diallo")]
    [InlineData("J. R. Smith", "J. R.", "Smith")]
    [InlineData("AWA DIALLO", "AWA", "DIALLO")]
    [InlineData("Diallo", "", "Diallo")]
    [InlineData("  Awa \u00a0 Diallo ", "Awa", "Diallo")]
    [InlineData("", "", "")]
    public void Keeps_the_family_name_whole(string written, string given, string family) => Assert.Equal(new PersonName(given, family), PersonName.Read(written));
}
