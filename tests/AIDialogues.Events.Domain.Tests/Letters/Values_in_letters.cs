using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Values_in_letters
{
    private const string Joiner = "\u2060";

    [Theory]
    [InlineData("Awa")]
    [InlineData("J.-P. Martin")]
    [InlineData("Dr. Awa Diallo")]
    [InlineData("U.N.")]
    [InlineData("9:30 (UTC+2:00)")]
    [InlineData("and/or")]
    [InlineData("« Eau : un bien commun »")]
    public void Stay_as_they_are(string value) => Assert.Equal(value, Rendered(value));

    [Theory]
    [InlineData("evil.test", "evil⁠.⁠test")]
    [InlineData("http://evil.test", "http⁠:⁠//evil⁠.⁠test")]
    [InlineData("me@evil.test", "me⁠@⁠evil⁠.⁠test")]
    [InlineData("tel:+331", "tel⁠:⁠+331")]
    [InlineData("{link}", "(link)")]
    public void Are_no_address_and_no_field(string value, string inert) => Assert.Equal(inert, Rendered(value));

    [Fact]
    public void Look_the_same_to_a_reader() => Assert.Equal("http://evil.test", Rendered("http://evil.test").Replace(Joiner, "", StringComparison.Ordinal));

    private static string Rendered(string value)
    {
        var template = Days.Value(LetterTemplate.New(Id<Dialogue>.New(), LetterKind.Invitation, Language.English, "Hello", "{given_name}{link}"));
        string body = Days.Value(template.Render(new Dictionary<string, string> { ["given_name"] = value })).Body;
        return body[..^Letter.LinkPlace.Length];
    }
}
