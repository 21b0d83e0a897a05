using AIDialogues.Events.Domain;
using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.People;

public sealed class Checking_details
{
    [Theory]
    [InlineData("Awa\r\nBcc: all@bassin.test", "Diallo", "awa@bassin.test", "x")]
    [InlineData("Awa", "Diallo\nSubject: other", "awa@bassin.test", "x")]
    [InlineData("Awa", "Diallo", "awa@bassin.test", "Autorité\rdu bassin")]
    [InlineData("Awa\u2028", "Di\u2028allo", "awa@bassin.test", "x")]
    [InlineData("A\u0000wa", "Diallo", "awa@bassin.test", "x")]
    [InlineData("Awa", "Diallo", "awa\r\n@bassin.test", "x")]
    public void Case_17_a_line_break_in_any_field_is_refused(string given, string family, string email, string affiliation)
    {
        var details = Persons.Details(given, family, email) with { Affiliation = affiliation };

        Assert.Contains("person-control-characters", details.Problems().Select(p => p.Code));
        Assert.True(Person.New(details, DateTimeOffset.UnixEpoch).Refused(out _, out _));
    }

    [Fact]
    public void Case_17_no_person_ever_holds_a_control_character() => Gen.Select(Gen.String, Gen.String, Gen.String).Sample((given, family, affiliation) =>
        Person.New(Persons.Details(given, family, "a@b.test") with { Affiliation = affiliation }, DateTimeOffset.UnixEpoch).Refused(out _, out var person)
        || !(person.GivenName + person.FamilyName + person.Affiliation + person.Email).Any(char.IsControl));

    [Theory]
    [InlineData("", "awa@bassin.test", "ML", "person-name-missing")]
    [InlineData("Diallo", "", "ML", "person-email-missing")]
    [InlineData("Diallo", "awa@", "ML", "person-email-not-valid")]
    [InlineData("Diallo", "awa@bassin.test", "QQ", "person-country-unknown")]
    public void Each_mistake_has_its_own_refusal(string family, string email, string country, string code) =>
        Assert.Equal(code, (Persons.Details("Awa", family, email) with { Country = country }).Check()?.Code);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(
            ["person-name-missing", "person-email-not-valid", "person-country-unknown"],
            (Persons.Details("Awa", " ", "awa") with { Country = "QQ" }).Problems().Select(p => p.Code));

    [Fact]
    public void Too_long_is_refused() => Assert.Equal("person-too-long", Persons.Details(new string('a', 101), "Diallo", "a@b.test").Check()?.Code);

    [Fact]
    public void Names_are_folded_and_addresses_lower_case()
    {
        var person = Persons.Make(" Awa\u00a0 Marie ", "Diallo", " Awa.Diallo@Bassin.TEST ");

        Assert.Equal("Awa Marie Diallo", person.Name);
        Assert.Equal("awa.diallo@bassin.test", person.Email);
    }

    [Theory]
    [InlineData("a@b.test", true)]
    [InlineData("a.b+c@d-e.test", true)]
    [InlineData("renée@université.test", true)]
    [InlineData("o'neill@b.test", true)]
    [InlineData("a@b", false)]
    [InlineData("@b.test", false)]
    [InlineData("a..b@c.test", false)]
    [InlineData(".a@c.test", false)]
    [InlineData("a b@c.test", false)]
    [InlineData("a@b.test,c@d.test", false)]
    [InlineData("a@-b.test", false)]
    [InlineData("<a@b.test>", false)]
    [InlineData("\"a b\"@c.test", false)]
    [InlineData("a@b.test\r\nBcc: c@d.test", false)]
    public void An_address_is_one_a_letter_can_go_to(string text, bool valid) => Assert.Equal(valid, EmailAddress.IsValid(text));

    [Fact]
    public void No_valid_address_holds_what_ends_or_splits_it() => Gen.String.Sample(text =>
        !EmailAddress.IsValid(text) || !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || "<>,;:\"()[]\\".Contains(c, StringComparison.Ordinal)));

    [Fact]
    public void Every_plain_address_is_valid() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 20], Gen.String[Gen.Char['a', 'z'], 1, 20]).Sample((local, domain) => EmailAddress.IsValid($"{local}@{domain}.test"));
}
