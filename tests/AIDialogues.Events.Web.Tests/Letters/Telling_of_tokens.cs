using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Letters;

/// <summary>Tokens are made until the day is over, and with too few holders none are taken: letters that promise an unseen objection say both, and the way that is left.</summary>
public sealed class Telling_of_tokens(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(LetterKind.Confirmation, Language.English, "Please do so before the day ends: later none are made")]
    [InlineData(LetterKind.Confirmation, Language.French, "Faites-le avant la fin de la journée")]
    [InlineData(LetterKind.DraftToRead, Language.English, "If you have no token, or the form takes none because too few people have some, write to us instead: we then know that it is you.")]
    [InlineData(LetterKind.DraftToRead, Language.French, "nous saurons alors que c’est vous.")]
    public async Task Letters_say_until_when_and_what_is_left_to_whoever_has_none(LetterKind kind, Language language, string said)
    {
        var series = await _given.SeriesAsync();
        var dialogue = await _given.DialogueAsync(series);

        var letter = StandingLetters.Of(kind, await _given.PersonAsync(language: language), dialogue, series, _given.Now, new("Opening", "Ouverture"));

        Assert.Contains(said, letter.Body, StringComparison.Ordinal);
    }
}
