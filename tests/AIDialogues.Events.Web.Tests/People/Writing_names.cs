using System.Net;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>Names that read otherwise than they are written, and names that only look unusual.</summary>
public sealed class Writing_names(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("Ben\u202Eila")]
    [InlineData("Ben\u2066ali\u2069")]
    [InlineData("Ben\u202Bali")]
    public async Task One_that_turns_text_round_is_refused_on_the_page_in_a_list_and_by_a_program(string family)
    {
        const string Why = "A name or affiliation may not contain line breaks, control characters or invisible characters that turn text round.";
        using var desk = await _given.SignedInAsync();

        var page = await desk.SubmitAsync(await desk.GetAsync("/organise/people/new"), new Dictionary<string, object?> { ["Input.FamilyName"] = family, ["Input.Email"] = "k@bassin.test" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, Why), (page.Status, Assert.Single(page.Errors)));
        var preview = await desk.SubmitAsync(await desk.GetAsync("/organise/people/import"), new { Text = $"Name\tE-mail\nKarim {family}\tk@bassin.test" });
        Assert.Contains(Why, preview.Text, StringComparison.Ordinal);
        using var api = await ApiClient.WithTokenAsync(host);
        var answer = await api.PostAsync("people", new { givenName = "Karim", familyName = family, email = "k@bassin.test", group = "institutions", country = "ML", language = "french" });
        Assert.Equal((422, "person-control-characters"), answer.Problem);
        await using var db = host.OpenDb();
        Assert.Empty(await db.People.ToListAsync());
    }

    [Theory]
    [InlineData("محمد", "بن عليّ")]
    [InlineData("پری\u200Cچهر", "نوری")]
    [InlineData("ක්\u200Dරිස්ටි", "පෙරේරා")]
    [InlineData("דוד", "בן־גוריון")]
    public async Task One_in_another_script_is_kept_as_it_is_written_with_its_joiners(string given, string family)
    {
        using var desk = await _given.SignedInAsync();

        _ = await desk.SubmitAsync(await desk.GetAsync("/organise/people/new"), new Dictionary<string, object?> { ["Input.GivenName"] = given, ["Input.FamilyName"] = family, ["Input.Email"] = "k@bassin.test" });

        await using var db = host.OpenDb();
        var person = await db.People.SingleAsync();
        Assert.Equal((given, family), (person.GivenName, person.FamilyName));
    }

    [Fact]
    public async Task Each_field_of_a_person_that_is_wrong_is_named_and_marked()
    {
        using var desk = await _given.SignedInAsync();

        var page = await desk.SubmitAsync(await desk.GetAsync("/organise/people/new"), new Dictionary<string, object?>
        {
            ["Input.GivenName"] = new string('g', 101), ["Input.FamilyName"] = "", ["Input.Email"] = "nonsense", ["Input.Affiliation"] = "One\u202Eowt", ["Input.Country"] = "Atlantis",
        });

        Assert.Equal(
            ["#Input_Affiliation", "#Input_Country", "#Input_Email", "#Input_FamilyName", "#Input_GivenName"],
            page.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")).Order(StringComparer.Ordinal));
        Assert.Equal(5, page.All("input[aria-invalid=true]").Count);
    }

    [Fact]
    public async Task Too_long_in_a_list_it_is_put_right_in_the_preview_beside_an_affiliation_that_is_too_long_as_well()
    {
        using var desk = await _given.SignedInAsync();
        string list = $"Given name\tFamily name\tE-mail\tAffiliation\nKarim\t{new string('b', 101)}\tk@bassin.test\t{new string('a', 201)}";

        var preview = await desk.SubmitAsync(await desk.GetAsync("/organise/people/import"), new { Text = list });
        var fixedNow = await desk.SubmitAsync(preview, new Dictionary<string, object?> { ["fix.2.FamilyName"] = "Benali", ["fix.2.Affiliation"] = "Bassin" });
        _ = await desk.SubmitAsync(fixedNow, button: ".action-bar .primary");

        await using var db = host.OpenDb();
        var person = await db.People.SingleAsync();
        Assert.Equal(("Karim", "Benali", "Bassin"), (person.GivenName, person.FamilyName, person.Affiliation));
    }
}
