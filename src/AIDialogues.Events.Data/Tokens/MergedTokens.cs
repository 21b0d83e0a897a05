using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Tokens;

/// <summary>What was noted of a person's tokens of one day before a merge.</summary>
internal sealed record IssueImage(IReadOnlyList<IssuedKey> Keys, int Replaced, bool MayAskAgain)
{
    public static IssueImage Of(TokenIssue issue) => new(issue.Keys, issue.Replaced, issue.MayAskAgain);
}

/// <param name="Kept">Null where only the record that gave way had tokens.</param>
internal sealed record MergedIssue(Guid Dialogue, IssueImage Gone, IssueImage? Kept)
{
    /// <summary>Of these keys one person holds two sets.</summary>
    public string[] Twice() => [.. Gone.Keys.Select(k => k.KeyId).Where(id => Kept?.Keys.Any(k => k.KeyId == id) == true)];
}

/// <summary>
/// Moves with a merge that somebody was given tokens, and back. Where both records had them, one person holds two sets: that is counted as a
/// replaced set is, for everybody to see and for Room, and the crowd behind those keys has one person less.
/// </summary>
internal static class MergedTokens
{
    public static async Task<IReadOnlyList<MergedIssue>> MoveTokensAsync(this EventsDb db, Person gone, Person kept, CancellationToken ct)
    {
        var issues = await db.TokenIssues.AsNoTracking().Where(i => i.PersonId == gone.Id || i.PersonId == kept.Id).ToListAsync(ct);
        var moved = issues.Where(i => i.PersonId == gone.Id).Select(i => new MergedIssue(
            i.DialogueId.Value, IssueImage.Of(i), issues.Find(k => k.PersonId == kept.Id && k.DialogueId == i.DialogueId) is { } mine ? IssueImage.Of(mine) : null)).ToList();
        foreach (var issue in moved)
        {
            if (issue.Kept is not { } mine)
            {
                await GiveAsync(db, issue.Dialogue, gone.Id, kept.Id, ct);
                continue;
            }

            string[] twice = issue.Twice();
            _ = await db.Database.ExecuteSqlAsync($"DELETE FROM events.token_issues WHERE dialogue_id = {issue.Dialogue} AND person_id = {gone.Id.Value}", ct);
            IssueImage one = new([.. mine.Keys, .. issue.Gone.Keys.Where(k => !twice.Contains(k.KeyId))], mine.Replaced + issue.Gone.Replaced + (twice.Length > 0 ? 1 : 0), MayAskAgain: false);
            await SetAsync(db, issue.Dialogue, kept.Id, one, ct);
            _ = await db.Database.ExecuteSqlAsync($"UPDATE board.token_keys SET holders = holders - 1, enough_holders = holders > {TokenIssue.FewestHolders} WHERE key_id = ANY({twice})", ct);
            await CountAsync(db, issue.Dialogue, ct);
        }

        return moved;
    }

    public static async Task MoveTokensBackAsync(this EventsDb db, IReadOnlyList<MergedIssue> moved, Id<Person> gone, Id<Person> kept, CancellationToken ct)
    {
        foreach (var issue in moved)
        {
            if (issue.Kept is not { } mine)
            {
                await GiveAsync(db, issue.Dialogue, kept, gone, ct);
                continue;
            }

            var day = new Id<Dialogue>(issue.Dialogue);
            // Who held tokens of an old day is forgotten, and counted: it does not come back.
            if (await db.TokenIssues.AsNoTracking().FirstOrDefaultAsync(i => i.DialogueId == day && i.PersonId == kept, ct) is not { } now) continue;
            string[] twice = issue.Twice();
            string[] theirs = [.. issue.Gone.Keys.Select(k => k.KeyId).Except(twice)];
            await SetAsync(db, issue.Dialogue, kept, mine with { Keys = [.. now.Keys.Where(k => !theirs.Contains(k.KeyId))] }, ct);
            _ = await db.Database.ExecuteSqlAsync($"INSERT INTO events.token_issues (dialogue_id, person_id, keys, replaced, may_ask_again) VALUES ({issue.Dialogue}, {gone.Value}, {Json(issue.Gone)}::jsonb, {issue.Gone.Replaced}, {issue.Gone.MayAskAgain})", ct);
            _ = await db.Database.ExecuteSqlAsync($"UPDATE board.token_keys SET holders = holders + 1, enough_holders = enough_holders OR holders + 1 >= {TokenIssue.FewestHolders} WHERE key_id = ANY({twice})", ct);
            await CountAsync(db, issue.Dialogue, ct);
        }
    }

    private static Task<int> GiveAsync(EventsDb db, Guid dialogue, Id<Person> from, Id<Person> to, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        UPDATE events.token_issues t SET person_id = {to.Value} WHERE t.dialogue_id = {dialogue} AND t.person_id = {from.Value}
          AND NOT EXISTS (SELECT FROM events.token_issues o WHERE o.dialogue_id = {dialogue} AND o.person_id = {to.Value})
        """, ct);

    private static Task<int> SetAsync(EventsDb db, Guid dialogue, Id<Person> person, IssueImage image, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"UPDATE events.token_issues SET keys = {Json(image)}::jsonb, replaced = {image.Replaced}, may_ask_again = {image.MayAskAgain} WHERE dialogue_id = {dialogue} AND person_id = {person.Value}", ct);

    // Room takes one person less for each second set.
    private static Task<int> CountAsync(EventsDb db, Guid dialogue, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"UPDATE board.token_keys SET replaced = (SELECT coalesce(sum(i.replaced), 0) FROM events.token_issues i WHERE i.dialogue_id = {dialogue}) WHERE dialogue_id = {dialogue}", ct);

    private static string Json(IssueImage image) => JsonSerializer.Serialize(image.Keys, JsonSerializerOptions.Web);
}
