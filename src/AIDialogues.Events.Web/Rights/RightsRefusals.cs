using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Rights;

internal static class RightsRefusals
{
    public static readonly Refusal SourceMissing = new("source-of-wish-missing");

    public static Refusal NobodyWithAddress(string address) => Refusal.Of("nobody-with-address", address);

    public static Refusal NothingRestricted(string name) => Refusal.Of("nothing-restricted", name);

    public static Refusal NothingObjected(string name) => Refusal.Of("nothing-objected", name);
}
