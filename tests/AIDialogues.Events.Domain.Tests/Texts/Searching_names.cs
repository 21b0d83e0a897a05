using Xunit;

namespace AIDialogues.Events.Domain.Tests.Texts;

public sealed class Searching_names
{
    [Theory]
    [InlineData("Éloïse Œuvrard", "eloise oeuvrard")]
    [InlineData("Søren Łukasz-Weiß", "soren lukasz weiss")]
    [InlineData("N’Diaye", "n diaye")]
    [InlineData("  Awa\u00a0Diallo ", "awa diallo")]
    public void Forgets_case_accents_and_signs(string name, string searchable) => Assert.Equal(searchable, PlainText.Searchable(name));
}
