using AIDialogues.Events.Domain;
using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Writing_a_letter_template
{
    private static readonly Id<Dialogue> Dialogue = Id<Dialogue>.New();

    public static TheoryData<string> Smuggled =>
    [
        "{event.__init__.__globals__}", "{given_name.__class__}", "{{ env \"DB\" }}", "{0}", "{given_name!r}", "{ given_name }", "{magic_link}", "{given_name:x}",
        "{link.Value}", "{}", "{password}", "{given-name}", "{GIVEN_NAME}", "{person.Email}", "{connection string}",
    ];

    [Theory]
    [MemberData(nameof(Smuggled))]
    public void Case_15_refuses_whatever_stands_in_braces_and_is_no_field(string smuggled)
    {
        var inBody = LetterTemplate.New(Dialogue, LetterKind.Invitation, Language.English, "Subject", $"Dear {smuggled}, {{link}}");
        var inSubject = LetterTemplate.New(Dialogue, LetterKind.Invitation, Language.English, $"For {smuggled}", "{link}");

        Assert.True(inBody.Refused(out var body, out _));
        Assert.True(inSubject.Refused(out var subject, out _));
        Assert.Equal("letter-field-unknown", body.Code);
        Assert.Equal("letter-field-unknown", subject.Code);
    }

    [Fact]
    public void Case_15_any_text_is_refused_or_holds_known_fields_alone() => Gen.String.Sample(text =>
    {
        if (LetterTemplate.New(Dialogue, LetterKind.Invitation, Language.English, "Subject", text + " {link}").Refused(out var refusal, out var template))
            return refusal.Code is "letter-field-unknown" or "letter-subject-missing";
        return LetterTemplate.Parts(template.Body, All("x")).All(p => p.Kind != LetterPartKind.Empty);
    });

    [Fact]
    public void Case_16_never_looks_at_a_value_again()
    {
        var template = Template("{given_name} {family_name}: {dialogue}", string.Join(' ', LetterTemplate.Fields.Select(f => "{" + f + "}")));
        foreach (string field in LetterTemplate.Fields)
        {
            var values = All("{" + field + "}");

            Assert.False(template.Render(values).Refused(out _, out var letter));
            Assert.Equal($"({field}) ({field}): ({field})", letter.Subject);
            Assert.Equal(string.Join(' ', LetterTemplate.Fields.Select(f => f == "link" ? "{link}" : $"({field})")), letter.Body);
        }
    }

    [Fact]
    public void Case_16_has_the_link_in_one_place_whatever_the_names_are() => Gen.Select(Gen.String, Gen.String).Sample((given, family) =>
    {
        var values = All("x");
        values["given_name"] = given + "{link}";
        values["family_name"] = "{" + family + "}{li" + "nk}";
        return !Template("{given_name}", "{given_name} {family_name} {link}").Render(values).Refused(out _, out var letter)
            && !letter.Subject.Contains("{link}", StringComparison.Ordinal)
            && letter.Body.Split("{link}").Length == 2;
    });

    [Theory]
    [InlineData("Subject", "No place for it", "letter-link-missing")]
    [InlineData("See {link}", "{link}", "letter-link-missing")]
    [InlineData("", "{link}", "letter-subject-missing")]
    [InlineData("Subject", "", "letter-subject-missing")]
    public void Is_refused_without_subject_text_or_link(string subject, string body, string code)
    {
        Assert.True(LetterTemplate.New(Dialogue, LetterKind.Reminder, Language.French, subject, body).Refused(out var refusal, out _));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void Keeps_its_words_when_a_change_is_refused()
    {
        var template = Template("Subject", "Text {link}");

        Assert.Equal("letter-field-unknown", template.Write("Other", "{nobody} {link}")?.Code);
        Assert.Equal("Subject", template.Subject);
        Assert.Equal("Text {link}", template.Body);
    }

    [Fact]
    public void Names_every_field_without_a_value()
    {
        var values = All("x");
        values["affiliation"] = "";
        values["venue"] = " ";
        var template = Template("{venue}", "{given_name} {affiliation} {venue} {link}");

        Assert.Equal(["venue", "affiliation"], template.EmptyFields(values));
        Assert.True(template.Render(values).Refused(out var refusal, out _));
        Assert.Equal("letter-field-empty", refusal.Code);
        Assert.Equal(["venue", "x"], refusal.Facts);
    }

    private static LetterTemplate Template(string subject, string body) =>
        LetterTemplate.New(Dialogue, LetterKind.Invitation, Language.English, subject, body).Refused(out var refusal, out var template) ? throw new InvalidOperationException(refusal.Code) : template;

    private static Dictionary<string, string> All(string value) => LetterTemplate.Fields.ToDictionary(f => f, _ => value);
}
