using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Tokens;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Tokens;

internal static class PublishedKeys
{
    /// <summary>The list as Room gives it too, byte for byte; null when no key was made yet.</summary>
    public static async Task<KeyList?> KeyListAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct)
    {
        var published = await db.PublishedKeys.AsNoTracking().Where(k => k.DialogueId == dialogue).ToListAsync(ct);
        return published.Count == 0 ? null : new KeyList(dialogue.Value, published.Select(k =>
            new TokenKey(dialogue.Value, k.SessionId?.Value, TokenPurposes.Read(k.Purpose), k.PublicKey, k.ClosesAt)));
    }
}
