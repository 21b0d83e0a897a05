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
}

/// <summary>One thing done to many invitations, each on its own. What cannot be taken back is not among them: letters to many are prepared as a wave, and withdrawals are seen first.</summary>
public sealed class BulkActions(EventsDb db, TimeProvider clock, T texts)
{
    public const int Most = 500;

    /// <summary>The invitations that were ticked on a page, each once; what is no id is passed over.</summary>
    public static Id<Invitation>[] Chosen(IFormCollection form) =>
        [.. form["invitations"].Select(text => Id<Invitation>.TryParse(text, null, out var one) ? one : default).Where(one => one != default).Distinct().Take(Most)];

    public async Task<string> ApplyAsync(Id<Dialogue> dialogue, IReadOnlyList<Id<Invitation>> chosen, BulkAction action, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ours = await db.OfDialogueAsync(dialogue, chosen, ct);
        foreach (var id in ours)
        {
            db.ChangeTracker.Clear();
            await db.AllowRemindersAsync(id, action == BulkAction.AllowReminders, now, ct);
        }

        return texts.Count(ours.Count, "Applied to {0} invitation.", "Applied to {0} invitations.");
    }
}
