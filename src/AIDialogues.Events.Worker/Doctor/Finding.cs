namespace AIDialogues.Events.Worker.Doctor;

/// <summary>What one look found, as one sentence that also says what to do.</summary>
internal sealed record Finding(bool IsWell, string Sentence)
{
    public static Finding Ok(string sentence) => new(true, sentence);

    public static Finding Attention(string sentence) => new(false, sentence);
}
