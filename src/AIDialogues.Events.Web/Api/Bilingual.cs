using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Api;

/// <summary>A text in English and French; where one is empty the other is shown.</summary>
internal sealed record Bilingual(string En = "", string Fr = "")
{
    internal BilingualText Text => BilingualText.Of(En, Fr);

    public static Bilingual Of(BilingualText text) => new(text.En, text.Fr);
}
