using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Rights;

internal static class RightsRefusals
{
    public static Refusal NobodyWithAddress(string address) => Refusal.Of("nobody-with-address", address);
}
