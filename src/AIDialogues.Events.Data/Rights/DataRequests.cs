using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Rights;

/// <summary>Requests about one's own data: made, opened by a code sent to the address, done once.</summary>
public sealed class DataRequests(EventsDb db, KeyStore keys, TimeProvider clock)
{
    private const int MostPerHour = 5;
    private const int MostOfAllPerHour = 300;

    /// <summary>Queues a letter with a code to the address the person has now (or to the new one) and returns the request it opens.</summary>
    public async Task<Result<DataRequest>> AskAsync(Invitation invitation, Person person, DataRequestKind kind, CancellationToken ct, string newAddress = "")
    {
        var now = clock.GetUtcNow();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // The person's row is the turnstile: fifty taps at once are counted one after the other.
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id = {person.Id.Value} FOR NO KEY UPDATE", ct);
        var lately = db.DataRequests.Where(r => r.AskedAt > now.AddHours(-1));
        if (await lately.CountAsync(r => r.PersonId == person.Id, ct) >= MostPerHour || await lately.CountAsync(ct) >= MostOfAllPerHour) return DataRequestRefusals.TooManyCodes;

        string code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        if (keys.Of(person.Id.Value) is not { } key) return DataRequestRefusals.ClosedAgain;
        var request = DataRequest.Of(invitation, kind, id => Hmac(key, id, code), now, newAddress);
        var letter = Letter.Queue(invitation, person, LetterKind.Code, CodeLetter.For(person, code), now);
        if (newAddress.Length > 0) letter.GoTo(newAddress);
        db.AddRange(request, letter);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    /// <summary>
    /// Tries a code. The try is counted and the success taken in one statement, so of fifty at once at most five are looked at and one opens.
    /// </summary>
    /// <returns>The secret for the browser's cookie.</returns>
    public async Task<Result<string>> OpenAsync(DataRequest request, string code, CancellationToken ct)
    {
        if (keys.Find(request.PersonId.Value) is not { } key) return DataRequestRefusals.CodeOver;
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        byte[] hmac = Hmac(key, request.Id, new([.. code.Where(char.IsAsciiDigit)])), browser = HashOf(secret);
        var now = clock.GetUtcNow();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var tried = await db.Database.SqlQuery<bool>($"""
            UPDATE events.data_requests SET tries = tries + 1,
                opened_at = CASE WHEN code_hmac = {hmac} THEN {now} END, browser_sha256 = CASE WHEN code_hmac = {hmac} THEN {browser} END
            WHERE id = {request.Id.Value} AND opened_at IS NULL AND tries < {DataRequest.MostTries} AND code_until > {now}
            RETURNING (opened_at IS NOT NULL) AS "Value"
            """).ToListAsync(ct);
        if (tried is [true]) await db.EmptyCodesAsync(request, ct);
        await transaction.CommitAsync(ct);
        return tried switch
        {
            [true] => secret,
            [false] => DataRequestRefusals.CodeWrong,
            _ => DataRequestRefusals.CodeOver,
        };
    }

    /// <summary>The request, if it is this person's: another's does not exist.</summary>
    public Task<DataRequest?> FindAsync(Id<DataRequest> id, Id<Person> person, CancellationToken ct) =>
        db.DataRequests.SingleOrDefaultAsync(r => r.Id == id && r.PersonId == person, ct);

    /// <summary>Takes the one use of an opened request; false when it was taken already.</summary>
    public async Task<bool> TakeAsync(DataRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync($"UPDATE events.data_requests SET done_at = {now} WHERE id = {request.Id.Value} AND done_at IS NULL AND opened_at > {now - DataRequest.StaysOpen}", ct) == 1;
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static byte[] Hmac(byte[] key, Id<DataRequest> request, string code) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"code|{request}|{code}"));
}
