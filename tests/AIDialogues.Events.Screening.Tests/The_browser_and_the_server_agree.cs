using CsCheck;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class The_browser_and_the_server_agree
{
    private static readonly Vectors Shared = Vectors.Read("vectors.json");

    /// <summary>A device that was opened without a network has no lexicon, and a board that is long over none any more.</summary>
    [Fact]
    public async Task Without_a_lexicon_both_find_what_needs_none()
    {
        string[] texts = ["Write to awa.diallo@bassin.test.", "As the French delegate said, it costs too much.", "Comme l’a dit la déléguée française, cela coûte trop.", "Nobody pays for upkeep."];
        var lexicon = Lexicon.Read(default);

        var browser = await Node.ScreenAsync(null, texts, pointing: true);

        Assert.Equal(texts.Select(text => Node.Spans(lexicon.Points(text))), browser);
        Assert.Equal([true, true, true, false], browser.Select(found => found.Length > 0));
    }

    [Fact]
    public void The_server_finds_exactly_what_the_vectors_say()
    {
        var screener = new Screener(ParticipantDirectory.Of(Shared.People));
        Assert.All(Shared.Texts, vector => Assert.Equal(vector.Find, Said(vector.Text, screener.Phrases(vector.Text))));
    }

    [Fact]
    public void Hashes_find_exactly_what_plain_phrases_find()
    {
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        Assert.All(Shared.Texts, vector => Assert.Equal(vector.Find, Said(vector.Text, lexicon.Screen(vector.Text))));
    }

    [Fact]
    public async Task The_browsers_module_finds_exactly_what_the_server_finds()
    {
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        var browser = await Node.ScreenAsync(lexicon, Shared.Texts.Select(vector => vector.Text), pointing: false);
        Assert.Equal(Shared.Texts.Select(vector => Node.Spans(lexicon.Screen(vector.Text))), browser);
    }

    [Fact]
    public async Task The_seeded_notes_give_the_same_spans_in_the_browser()
    {
        var notes = Vectors.Read("seeded-notes.json");
        var lexicon = Lexicon.Of(notes.People, notes.Salt);
        var browser = await Node.ScreenAsync(lexicon, notes.Texts.Select(note => note.Text), pointing: false);
        Assert.Equal(notes.Texts.Select(note => Node.Spans(lexicon.Screen(note.Text))), browser);
    }

    [Fact]
    public async Task What_shows_who_spoke_is_found_alike_in_a_point()
    {
        string[] texts = [.. Shared.Texts.Select(vector => vector.Text), .. Vectors.Read("seeded-notes.json").Texts.Select(note => note.Text), .. PointingTexts.Written];
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        var browser = await Node.ScreenAsync(lexicon, texts, pointing: true);
        Assert.Equal(texts.Select(text => Node.Spans(lexicon.Points(text))), browser);
        Assert.Equal(
            ["attribution-country", "attribution-home", "attribution-only", "attribution-ours", "attribution-own", "contact-handle", "contact-mail", "contact-phone", "contact-web", "participant-affiliation",
             "participant-name", "participant-name-misspelt", "person-name", "person-title", "role"],
            browser.SelectMany(findings => findings.Select(finding => finding.Reason)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>Words of every list, in any order, with anything between them.</summary>
    [Fact]
    public async Task Whatever_is_typed_is_found_alike()
    {
        string[] texts = new string[2000];
        var seen = 0;
        PointingTexts.Any.Sample(text => texts[Interlocked.Increment(ref seen) - 1] = text, iter: texts.Length, threads: 1, seed: "0000KxZ3pzF1");
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        var browser = await Node.ScreenAsync(lexicon, texts, pointing: true);
        for (var i = 0; i < texts.Length; i++)
        {
            var server = Node.Spans(lexicon.Points(texts[i]));
            Assert.True(server.SequenceEqual(browser[i]), $"{texts[i]}\nserver  {string.Join(' ', server)}\nbrowser {string.Join(' ', browser[i])}");
        }
        Assert.True(browser.Count(findings => findings.Length > 0) > 500, "Too few of these texts point at anybody for this to say something.");
    }

    internal static string[] Said(string text, IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => (finding.Kind == FindingKind.ParticipantName ? "name:" : "affiliation:") + text.Substring(finding.Start, finding.Length))];
}
