using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Invitations;

public enum BulkAction
{
    StopReminders,
    AllowReminders,
    Withdraw,
}

/// <summary>One thing done to many invitations, each on its own: what cannot be done to one is skipped and said. Letters to many are not among them: those are prepared as a wave and seen first.</summary>
public sealed class BulkActions(EventsDb db, TimeProvider clock, T texts)
{
    public const int Most = 500;

    /// <returns>"Applied 12, skipped 3 (Awa Diallo: …)".</returns>
    public async Task<string> ApplyAsync(Id<Dialogue> dialogue, IReadOnlyList<Id<Invitation>> chosen, BulkAction action, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var skipped = new List<Refusal>();
        var ours = await db.OfDialogueAsync(dialogue, chosen, ct);
        foreach (var id in ours)
        {
            db.ChangeTracker.Clear();
            if (await ApplyAsync(id, action, now, ct) is { } refusal) skipped.Add(refusal);
        }

        if (skipped.Count == 0) return texts.Count(ours.Count, "Applied to {0} invitation.", "Applied to {0} invitations.");
        string why = string.Join(" ", skipped.GroupBy(r => r.Code).OrderByDescending(g => g.Count()).Select(g => texts["{0} × {1}", g.Count(), texts.Of(g.First())]));
        return texts["Applied: {0}. Skipped: {1}. {2}", ours.Count - skipped.Count, skipped.Count, why];
    }

    private async Task<Refusal?> ApplyAsync(Id<Invitation> id, BulkAction action, DateTimeOffset now, CancellationToken ct)
    {
        switch (action)
        {
            case BulkAction.Withdraw:
                return (await db.WithdrawAsync(id, now, ct)).Refused(out var refusal, out _) ? refusal : null;
            default:
                await db.AllowRemindersAsync(id, action == BulkAction.AllowReminders, now, ct);
                return null;
        }
    }
}
