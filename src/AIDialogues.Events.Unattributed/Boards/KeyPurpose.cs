namespace AIDialogues.Events.Unattributed.Boards;

/// <summary>What a key of a session opens, and nothing else. Stored by its name.</summary>
public enum KeyPurpose
{
    /// <summary>A rapporteur's board: points may be handed in.</summary>
    Report,

    /// <summary>The facilitator's view: batches of points may be read, and nothing be written.</summary>
    Facilitate,
}
