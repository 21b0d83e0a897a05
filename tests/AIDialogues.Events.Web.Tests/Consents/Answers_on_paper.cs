using System.Globalization;
using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>Typed in when somebody gets to it, which may be after the person has said something else themselves.</summary>
public sealed class Answers_on_paper(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("yes", -2, HttpStatusCode.UnprocessableEntity)]
    [InlineData("yes", -1, HttpStatusCode.UnprocessableEntity)]
    [InlineData("yes", 0, HttpStatusCode.OK)]
    [InlineData("no", -2, HttpStatusCode.OK)]
    public async Task A_yes_of_before_a_no_of_their_own_or_of_its_day_is_not_taken(string answer, int days, HttpStatusCode status)
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));
        host.Clock.Advance(TimeSpan.FromDays(1));

        var page = await NoteAsync(person, ConsentPurpose.NamedPublicly, answer, days);

        Assert.Equal(status, page.Status);
        if (status != HttpStatusCode.OK) Assert.StartsWith("They said no themselves", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal(answer == "yes" && status == HttpStatusCode.OK ? ["Expert Canary"] : [], (await _scene.PublicAsync()).All(".names li"));
    }

    [Fact]
    public async Task A_yes_to_letters_of_before_they_asked_for_none_is_not_taken()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary");
        await using var db = host.OpenDb();
        await db.OptOutAsync(person.Id, _scene.Given.Now, CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromDays(1));

        var page = await NoteAsync(person, ConsentPurpose.ContactAfter, "yes", days: -1);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(1, await db.OptOuts.CountAsync());
    }

    [Theory]
    [InlineData(1, "Nobody can have said it on a day that is still to come.")]
    [InlineData(null, "Say on which day they said it.")]
    public async Task The_day_on_which_it_was_said_is_asked_for_and_not_to_come(int? days, string sentence)
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary");

        var page = await NoteAsync(person, ConsentPurpose.NamedPublicly, "yes", days);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, sentence), (page.Status, Assert.Single(page.Errors)));
    }

    [Fact]
    public async Task The_day_is_part_of_the_proof()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary");

        var page = await NoteAsync(person, ConsentPurpose.NamedPublicly, "yes", days: -3);

        Assert.Contains($"{Day(-3)}: Folder 3", page.Text, StringComparison.Ordinal);
    }

    private string Day(int days) => DateOnly.FromDateTime(_scene.Given.Now.UtcDateTime).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<Page> NoteAsync(Person person, ConsentPurpose purpose, string answer, int? days)
    {
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/consents/{person.Id}/{purpose}");
        return await organiser.SubmitAsync(page, new { Answer = answer, Method = "Paper", Evidence = "Folder 3", SaidOn = days is { } some ? Day(some) : "" }, form: ".drawer form");
    }
}
