using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Data;

/// <summary>What the database refuses because somebody else was faster, as the same refusals that the domain gives.</summary>
public static class Violations
{
    /// <summary>The same thing was saved already under the id that the form carries: the form was sent twice.</summary>
    public static readonly Refusal AlreadySaved = new("already-saved");

    public static readonly Refusal ChangedMeanwhile = new("changed-meanwhile");

    /// <summary>Null: a defect, not a race.</summary>
    public static Refusal? Refusal(this DbUpdateException exception) => exception switch
    {
        DbUpdateConcurrencyException => ChangedMeanwhile,
        { InnerException: PostgresException postgres } => Of(postgres),
        _ => null,
    };

    /// <summary>The database does not say which name was taken; whoever sent it does.</summary>
    public static Refusal OfRoom(this Refusal refusal, string? name) => refusal.Code == DialogueRefusals.RoomNameTaken("").Code ? DialogueRefusals.RoomNameTaken(name ?? "") : refusal;

    private static Refusal? Of(PostgresException postgres) => (postgres.SqlState, postgres.ConstraintName) switch
    {
        (PostgresErrorCodes.ExclusionViolation, "ex_sessions_one_at_a_time_in_a_room") => DialogueRefusals.RoomBusy,
        (PostgresErrorCodes.UniqueViolation, "ix_series_slug") => SeriesRefusals.SlugTaken,
        (PostgresErrorCodes.UniqueViolation, "ix_objection_rounds_summary_id") => ObjectionRefusals.AlreadyOpen,
        (PostgresErrorCodes.UniqueViolation, "ix_summary_versions_summary_id_number") => ChangedMeanwhile,
        (PostgresErrorCodes.UniqueViolation, "ix_rooms_dialogue_id_name") => DialogueRefusals.RoomNameTaken(""),
        (PostgresErrorCodes.UniqueViolation, "ix_substitute_proposals_one_open") => SubstituteRefusals.AlreadyProposed,
        (PostgresErrorCodes.UniqueViolation, "ix_invitations_dialogue_id_person_id") => SubstituteRefusals.AlreadyInvited,
        (PostgresErrorCodes.UniqueViolation, "ix_balance_targets_series_id_dialogue_id") => ChangedMeanwhile,
        (PostgresErrorCodes.UniqueViolation, { } key) when key.StartsWith("pk_", StringComparison.Ordinal) => AlreadySaved,
        (PostgresErrorCodes.ForeignKeyViolation, "fk_sessions_rooms_room_id") => DialogueRefusals.RoomInUse,
        (PostgresErrorCodes.ForeignKeyViolation, _) => ChangedMeanwhile,
        _ => null,
    };
}
