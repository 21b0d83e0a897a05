using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class OwnEdits
{
    /// <summary>For this transaction alone: what changes about a person was changed by themselves, and a trigger of the database writes their timeline so.</summary>
    public static Task EditedByInviteeAsync(this EventsDb db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"SELECT set_config('aide.editing', 'invitee', true)", ct);
}
