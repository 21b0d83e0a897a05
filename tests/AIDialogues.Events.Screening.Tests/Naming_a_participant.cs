using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Naming_a_participant
{
    private static readonly Screener Screener = new(ParticipantDirectory.Of(
    [
        new("Aminata", "Diallo", "Organisation for Economic Co-operation and Development", "OECD"),
        new("Chloé", "d'Entremont", "Ministère de la Transition"),
        new("Grace", "Petit"),
    ]));

    [Theory]
    [InlineData("We heard Aminata Diallo.", "Aminata Diallo")]
    [InlineData("We heard AMINATA DIALLO.", "AMINATA DIALLO")]
    [InlineData("we heard aminata diallo.", "aminata diallo")]
    [InlineData("We heard A. Diallo.", "A. Diallo")]
    [InlineData("We heard Ms. Diallo.", "Ms. Diallo")]
    [InlineData("Diallo's idea.", "Diallo")]
    [InlineData("Diallo, Aminata", "Diallo, Aminata")]
    [InlineData("We heard Dialo.", "Dialo")]
    [InlineData("L’idée d’Entremont.", "d’Entremont")]
    [InlineData("Idée de Chloe D'Entremont.", "Chloe D'Entremont")]
    public void Is_found_in_every_form(string text, string said)
    {
        var finding = Assert.Single(Screener.Screen(text, TextLanguage.English), finding => finding.Kind == FindingKind.ParticipantName);
        Assert.Equal(said, text.Substring(finding.Start, finding.Length));
    }

    [Fact]
    public void Says_why_and_offers_a_rewrite_in_the_texts_language()
    {
        Assert.Equal([new Finding(0, 10, FindingKind.ParticipantName, "participant-name", "a participant")], Screener.Screen("Mrs Diallo agreed.", TextLanguage.English));
        Assert.Equal([new Finding(0, 10, FindingKind.ParticipantName, "participant-name", "un participant")], Screener.Screen("Mme Diallo a dit oui.", TextLanguage.French));
        Assert.Equal([new Finding(2, 4, FindingKind.ParticipantAffiliation, "participant-affiliation", "une institution")], Screener.Screen("L’OCDE y travaille.", TextLanguage.French));
    }

    [Theory]
    [InlineData("The grace period and the petit bourgeois are words.")]
    [InlineData("Grace under pressure is rare.")]
    [InlineData("A dialogue about the oecumenical movement.")]
    [InlineData("The entrance was closed and a transition began.")]
    public void Is_not_seen_in_words_that_only_look_alike(string text) => Assert.Empty(Screener.Screen(text, TextLanguage.English));

    [Fact]
    public void Is_found_by_one_half_of_a_double_name() =>
        Assert.Equal(["Kouassi"], Found(new Screener(ParticipantDirectory.Of([new("Emmanuel", "Kouassi-Brou")])), "Then Kouassi spoke."));

    [Fact]
    public void Is_not_seen_when_a_given_name_belongs_to_somebody_else() =>
        Assert.DoesNotContain(Screener.Screen("Grace Tournesol wrote the book.", TextLanguage.English), finding => finding.Kind == FindingKind.ParticipantName);

    [Fact]
    public void Is_seen_as_a_person_when_the_list_does_not_hold_the_name_yet()
    {
        var finding = Assert.Single(new Screener(ParticipantDirectory.Empty).Screen("Then Mr. Quillfeather objected.", TextLanguage.English));
        Assert.Equal((FindingKind.PersonName, "person-title", 5, 16), (finding.Kind, finding.Reason, finding.Start, finding.Length));
    }

    /// <summary>Those who work there call it so, whether or not the list does.</summary>
    [Theory]
    [InlineData("The ABS disagreed with the plan.", "ABS")]
    [InlineData("The abs is a muscle, and ABS-like is not.", "ABS")]
    public void Is_seen_in_the_initials_of_where_somebody_works(string text, string said) =>
        Assert.Equal([said], Found(new Screener(ParticipantDirectory.Of([new("Awa", "Kandiora", "Autorité du bassin du Sénébou")])), text));

    [Fact]
    public void Survives_a_list_with_empty_and_strange_rows()
    {
        var screener = new Screener(ParticipantDirectory.Of([new("", ""), new("   ", "—"), new(null!, "Solbakken"), new("Ea", "X"), new(new string('a', 5_000), "Toolong")]));
        Assert.Equal(["Solbakken"], Found(screener, "Then Solbakken spoke."));
    }

    private static IEnumerable<string> Found(Screener screener, string text) =>
        screener.Screen(text, TextLanguage.English).Select(finding => text.Substring(finding.Start, finding.Length));
}
