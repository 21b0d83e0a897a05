namespace AIDialogues.Events.Domain;

/// <summary>A file of a publication as it is served: made anew from what was uploaded, without the metadata that came with it.</summary>
public sealed class PublicationFile
{
    /// <summary>The largest upload, in bytes.</summary>
    public const int LargestUpload = 15 * 1024 * 1024;

    private PublicationFile() { }

    public PublicationFile(PublicationFileKind kind, Language language, byte[] content, BilingualText description) =>
        (Kind, Language, Content, Description) = (kind, language, content, description);

    public Id<PublicationFile> Id { get; private set; } = Id<PublicationFile>.New();
    public PublicationFileKind Kind { get; private set; }
    public Language Language { get; private set; }
    public byte[] Content { get; private set; } = [];

    /// <summary>What a cover shows, for who cannot see it.</summary>
    public BilingualText Description { get; private set; } = new("", "");
}

public enum PublicationFileKind
{
    Pdf,
    Cover,
}
