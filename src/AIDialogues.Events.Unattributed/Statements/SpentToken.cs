namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>A token that was used, by its hash, and the key it is of.</summary>
internal sealed record SpentToken(byte[] Sha256, string KeyId);
