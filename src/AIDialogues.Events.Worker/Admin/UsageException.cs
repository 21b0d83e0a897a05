namespace AIDialogues.Events.Worker.Admin;

/// <summary>A command was called wrongly: the sentence, how to call it, exit code 2.</summary>
internal sealed class UsageException(string sentence, string usage) : Exception(sentence)
{
    public string Usage => usage;
}
