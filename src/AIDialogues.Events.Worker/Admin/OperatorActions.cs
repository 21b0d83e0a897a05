using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>
/// What whoever has the server does with a command, as the chain of staff actions calls it. Nobody signed in for it and nobody else was asked,
/// so the chain is where the others see that it was done.
/// </summary>
internal static class OperatorActions
{
    public const string AccountMade = "account:made";
    public const string PeopleImported = "people:imported";
    public const string Purged = "purge:by-hand";
    public const string BackupBegun = "backup:begun";

    /// <summary>Enters it in the transaction that is open, or in one of its own before something that no transaction holds.</summary>
    public static Task EnterAsync(this EventsDb db, KeyStore keys, string action, string thing, string detail, CancellationToken ct) =>
        new AuditLog(db, keys, TimeProvider.System).RecordAsync(new(ApiTokenCommand.Operator, action, action.Split(':')[0], thing, detail), ct);
}
