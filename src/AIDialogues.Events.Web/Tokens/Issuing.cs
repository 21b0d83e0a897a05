using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Tokens;
using AIDialogues.Events.Web.Boards;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Tokens;

/// <summary>
/// Gives tokens to whoever takes part and has agreed to the rule: for every session and for objections, all of them in one request, signed
/// unseen. What is kept is that it happened.
/// </summary>
internal sealed class Issuing(EventsDb db, IssuingKeys keys, BoardOpening boards, IssuingTurn turn)
{
    /// <summary>The fewest people holding tokens before Room takes any: k_min of the protocol.</summary>
    public const int FewestHolders = TokenIssue.FewestHolders;

    /// <summary>How long after the day a participant may still write.</summary>
    public static readonly TimeSpan WindowAfterTheDay = TimeSpan.FromDays(3);

    /// <summary>How long after the day a draft may be objected to; each round has a narrower end of its own.</summary>
    public static readonly TimeSpan ObjectionsAfterTheDay = TimeSpan.FromDays(180);

    public static bool MayHave(Invitation invitation, Choices choices) =>
        invitation.State == InvitationState.Accepted && choices.Allows(ConsentPurpose.AttendUnderRule);

    /// <summary>Until when tokens of a key are taken; a day that is put off takes its keys along.</summary>
    public static DateTimeOffset ClosesAt(Dialogue dialogue, TokenPurpose purpose) =>
        dialogue.EndsAt.ToUniversalTime() + (purpose == TokenPurpose.Point ? WindowAfterTheDay : ObjectionsAfterTheDay);

    public static IEnumerable<Session> SessionsOf(Dialogue dialogue) => dialogue.Sessions.Where(s => dialogue.RuleIn(s) != Rule.OffTheRecord);

    /// <summary>Makes what keys are missing and lets Room know the sessions. Asked twice, or by two at once, it makes them once.</summary>
    public async Task<Refusal?> PrepareAsync(Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        if (now >= dialogue.EndsAt) return TokenRefusals.Closed;
        // Before the lock: a list of names takes its time, and who answers an invitation waits behind the same lock.
        foreach (var session in SessionsOf(dialogue)) _ = await boards.DescribeAsync(session.Id, ct);
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(dialogue.Id, ct);
        var there = await db.PublishedKeys.AsNoTracking().Where(k => k.DialogueId == dialogue.Id).ToListAsync(ct);
        if (there.Exists(k => keys.Find(dialogue.Id, k.KeyId) is null)) return TokenRefusals.KeysGone;
        foreach (var session in SessionsOf(dialogue))
        {
            if (!there.Exists(k => k.SessionId == session.Id)) Publish(dialogue, session.Id, TokenPurpose.Point, there);
        }

        if (!there.Exists(k => k.SessionId is null)) Publish(dialogue, null, TokenPurpose.Objection, there);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <param name="blinded">For each key of the list as many blinded messages as a person gets. Keys that the person was given tokens of may be left out:
    /// so who has a set gets those of a session that was added.</param>
    /// <returns>The blind signatures, in the order of the messages.</returns>
    public async Task<Result<Dictionary<string, string[]>>> IssueAsync(
        Invitation invitation, Dialogue dialogue, IReadOnlyDictionary<string, string[]> blinded, DateTimeOffset now, CancellationToken ct)
    {
        if (now >= dialogue.EndsAt) return TokenRefusals.Closed;
        var known = await db.PublishedKeys.AsNoTracking().Where(k => k.DialogueId == dialogue.Id).ToListAsync(ct);
        var before = await db.TokenIssues.AsNoTracking().FirstOrDefaultAsync(i => i.DialogueId == dialogue.Id && i.PersonId == invitation.PersonId, ct);
        if (Take(invitation, before, known, blinded) is { } early) return early;
        // Signed before anybody has to wait for it; the signatures leave only when it is written down that they do.
        if ((await SignAsync(dialogue, blinded, ct)).Refused(out var unsigned, out var signed)) return unsigned;
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // The person first, as a merge does: behind it, the invitation may be somebody else's.
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id = {invitation.PersonId.Value} FOR KEY SHARE", ct);
        _ = await db.TakeTurnAsync(dialogue.Id, ct);
        if (!await db.Invitations.AnyAsync(i => i.Id == invitation.Id && i.PersonId == invitation.PersonId, ct)) return TokenRefusals.Malformed;
        var there = await db.PublishedKeys.Where(k => k.DialogueId == dialogue.Id).ToListAsync(ct);
        var issue = await db.TokenIssues.FindAsync([invitation.DialogueId, invitation.PersonId], ct);
        string[] added = [.. blinded.Keys.Where(id => issue?.Has(id) != true)];
        bool first = issue is null;
        issue ??= TokenIssue.For(invitation);
        if (Take(invitation, first ? null : issue, there, blinded, issue) is { } refusal) return refusal;
        if (first) _ = db.Add(issue);
        _ = await db.SaveChangesAsync(ct);
        // Before the answer: no token of a second set is shown to Room that does not know of it.
        int replaced = await db.TokenIssues.Where(i => i.DialogueId == dialogue.Id).SumAsync(i => i.Replaced, ct);
        // By key and not by dialogue: a session that was added later has a crowd only of those who came after it.
        foreach (var key in there)
        {
            if (added.Contains(key.KeyId, StringComparer.Ordinal)) key.Holders++;
            (key.EnoughHolders, key.Replaced) = (key.EnoughHolders || key.Holders >= FewestHolders, replaced);
        }

        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return signed;
    }

    /// <summary>At the desk, to somebody whose device is lost: may ask once more. It is counted for everybody to see once that is done.</summary>
    public async Task<Refusal?> ReplaceAsync(Dialogue dialogue, Id<Person> person, DateTimeOffset now, CancellationToken ct)
    {
        if (now >= dialogue.EndsAt) return TokenRefusals.Closed;
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(dialogue.Id, ct);
        if (await db.TokenIssues.FindAsync([dialogue.Id, person], ct) is not { } issue) return TokenRefusals.NeverIssued;
        if (issue.Replace() is { } refusal) return refusal;
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Whether this may be asked for now; when it may, the issue says that it was given.</summary>
    private static Refusal? Take(Invitation invitation, TokenIssue? issue, List<PublishedKey> there, IReadOnlyDictionary<string, string[]> blinded, TokenIssue? into = null)
    {
        if (issue is not null && blinded.Count == 0) return TokenRefusals.AlreadyIssued;
        // Everybody gets the same: no key is left to be asked for, or not, on another day.
        if (there.Count == 0 || !there.TrueForAll(k => blinded.ContainsKey(k.KeyId) || issue?.Has(k.KeyId) == true)) return TokenRefusals.Malformed;
        if (!blinded.Keys.All(id => there.Exists(k => k.KeyId == id)) || blinded.Values.Any(messages => messages is null)) return TokenRefusals.Malformed;
        return (into ?? issue ?? TokenIssue.For(invitation)).Take(blinded.ToDictionary(b => b.Key, b => HashOf(b.Value), StringComparer.Ordinal));
    }

    private async Task<Result<Dictionary<string, string[]>>> SignAsync(Dialogue dialogue, IReadOnlyDictionary<string, string[]> blinded, CancellationToken ct)
    {
        var signed = new Dictionary<string, string[]>(StringComparer.Ordinal);
        // One person at a time: signing is the only costly thing here, and nobody is in a hurry.
        using var mine = await turn.TakeAsync(ct);
        foreach (var (keyId, messages) in blinded)
        {
            if (messages.Length != HolderBound.TokensEach) return TokenRefusals.Malformed;
            if (keys.Find(dialogue.Id, keyId) is not { } signer) return TokenRefusals.KeysGone;
            var signatures = messages.Select(m => TryDecode(m) is { } bytes ? signer.Sign(bytes) : null).OfType<byte[]>().Select(s => Base64Url.EncodeToString(s)).ToArray();
            if (signatures.Length != messages.Length) return TokenRefusals.Malformed;
            signed.Add(keyId, signatures);
        }

        return signed;
    }

    private void Publish(Dialogue dialogue, Id<Session>? session, TokenPurpose purpose, List<PublishedKey> there)
    {
        byte[] publicKey = keys.Create(dialogue.Id);
        _ = db.Add(new PublishedKey
        {
            KeyId = TokenKey.IdOf(publicKey),
            DialogueId = dialogue.Id,
            SessionId = session,
            Purpose = purpose.Stored(),
            PublicKey = publicKey,
            ClosesAt = ClosesAt(dialogue, purpose),
            Replaced = there.Select(k => k.Replaced).DefaultIfEmpty().Max(),
        });
    }

    private static string HashOf(string[] messages) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', messages))));

    private static byte[]? TryDecode(string? text)
    {
        if (text is null || text.Length > 1000 || !Base64Url.IsValid(text)) return null;
        return Base64Url.DecodeFromChars(text);
    }
}

/// <summary>One signer at work at a time in this process.</summary>
internal sealed class IssuingTurn : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<IDisposable> TakeAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        return new Mine(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Mine(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => _ = one.Release();
    }
}
