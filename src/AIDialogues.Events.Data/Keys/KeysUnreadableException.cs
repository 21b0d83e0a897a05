namespace AIDialogues.Events.Data.Keys;

/// <summary>The keys in the data directory cannot be used; the program must not go on with new ones, or what is sealed would be lost unseen.</summary>
public sealed class KeysUnreadableException(string sentence) : Exception(sentence);
