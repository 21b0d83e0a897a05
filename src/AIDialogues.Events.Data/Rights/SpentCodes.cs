using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Rights;

/// <summary>Letters with a code are emptied once the code was used or its time is over. One that the mail server took is empty from that moment on.</summary>
public static class SpentCodes
{
    // The same sentence as Web/Letters/WhyNotSent.cs says in both languages.
    private const string NoLongerGood = "Not sent: its code was no longer good.";

    /// <summary>A code was used, so its letter has arrived, and those that were asked for before it with it. What may still leave stays: it would leave empty.</summary>
    public static Task EmptyCodesAsync(this EventsDb db, DataRequest used, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        UPDATE events.outbox SET body = '', seal = ''
        WHERE kind = 'Code' AND person_id = {used.PersonId.Value} AND created_at <= {used.AskedAt} AND state NOT IN ('Queued', 'Retry', 'InFlight', 'Paused') AND body <> ''
        """, ct);

    /// <summary>Every code whose time is over; a letter that has not left by then does not leave any more.</summary>
    public static Task<int> EmptyOldCodesAsync(this EventsDb db, DateTimeOffset now, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        UPDATE events.outbox SET body = '', seal = '',
            server_reply = CASE WHEN state IN ('Queued', 'Retry', 'Paused') THEN {NoLongerGood} ELSE server_reply END,
            state = CASE WHEN state IN ('Queued', 'Retry', 'Paused') THEN 'Dropped' ELSE state END
        WHERE kind = 'Code' AND created_at <= {now - DataRequest.CodeLives} AND state <> 'InFlight' AND body <> ''
        """, ct);
}
