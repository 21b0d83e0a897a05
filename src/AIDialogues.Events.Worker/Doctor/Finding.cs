namespace AIDialogues.Events.Worker.Doctor;

/// <summary>What one look found, as one sentence that also says what to do.</summary>
internal sealed record Finding(bool IsWell, string Sentence)
{
    public static Finding Ok(string sentence) => new(true, sentence);

    /// <summary>Works, and could be safer: nothing fails for it, as on a demonstration.</summary>
    public static Finding Note(string sentence) => new(true, sentence) { IsNote = true };

    public bool IsNote { get; private init; }

    public static Finding Attention(string sentence) => new(false, sentence);
}
