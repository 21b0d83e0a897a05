using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>Two records become one person: tokens are given once for a person, and what one person holds twice is counted for everybody.</summary>
public sealed class Merging_holders_of_tokens(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Behind_the_same_link_there_is_no_second_set_and_after_the_undo_all_is_as_it_was()
    {
        using var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await phone.GetTokensAsync();
        var kept = await _given.PersonAsync();

        var merge = await MergeAsync(kept.Id, phone.Person);

        Assert.Equal(kept.Id, Assert.Single(await IssuesAsync()).PersonId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);
        Assert.Equal([(1, 0)], (await KeysAsync()).Select(k => (k.Holders, k.Replaced)).Distinct());
        await UndoAsync(merge);
        Assert.Equal(phone.Person, Assert.Single(await IssuesAsync()).PersonId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);
    }

    [Fact]
    public async Task Who_had_tokens_under_both_names_holds_a_second_set_and_the_crowd_is_one_smaller()
    {
        var phones = new List<Participant>();
        for (int i = 0; i < 8; i++) phones.Add(await Participant.InvitedAsync(host, _given, _dialogue));
        foreach (var phone in phones) _ = await phone.GetTokensAsync();
        Assert.All(await KeysAsync(), k => Assert.Equal((8, true, 0), (k.Holders, k.EnoughHolders, k.Replaced)));

        var merge = await MergeAsync(phones[0].Person, phones[1].Person);

        Assert.All(await KeysAsync(), k => Assert.Equal((7, false, 1), (k.Holders, k.EnoughHolders, k.Replaced)));
        var issues = await IssuesAsync();
        Assert.Equal(7, issues.Count);
        var one = issues.Single(i => i.PersonId == phones[0].Person);
        Assert.Equal((1, false, "tokens-already-replaced"), (one.Replaced, one.MayAskAgain, one.Replace()?.Code));
        await UndoAsync(merge);
        Assert.All(await KeysAsync(), k => Assert.Equal((8, true, 0), (k.Holders, k.EnoughHolders, k.Replaced)));
        Assert.All(await IssuesAsync(), i => Assert.Equal((0, 2), (i.Replaced, i.Keys.Count)));
        Assert.Equal(8, (await IssuesAsync()).Count);
        phones.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task A_set_that_the_desk_replaced_and_that_of_the_other_record_are_two_more()
    {
        using var one = await Participant.InvitedAsync(host, _given, _dialogue);
        using var two = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await one.GetTokensAsync();
        _ = await two.GetTokensAsync();
        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE events.token_issues SET may_ask_again = true WHERE person_id = {one.Person.Value}");
        _ = await one.GetTokensAsync();

        _ = await MergeAsync(one.Person, two.Person);

        Assert.Equal([(1, 2)], (await KeysAsync()).Select(k => (k.Holders, k.Replaced)).Distinct());
    }

    private async Task<PersonMerge> MergeAsync(Id<Person> keep, Id<Person> drop)
    {
        await using var db = host.OpenDb();
        var kept = await db.People.AsNoTracking().SingleAsync(p => p.Id == keep);
        return Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(keep, drop, kept.Details, "Noor", CancellationToken.None));
    }

    private async Task UndoAsync(PersonMerge merge)
    {
        await using var db = host.OpenDb();
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);
    }

    private async Task<List<TokenIssue>> IssuesAsync()
    {
        await using var db = host.OpenDb();
        return await db.TokenIssues.AsNoTracking().ToListAsync();
    }

    private async Task<List<Data.Tokens.PublishedKey>> KeysAsync()
    {
        await using var db = host.OpenDb();
        return await db.PublishedKeys.AsNoTracking().ToListAsync();
    }
}
