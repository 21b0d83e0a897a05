using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.My;

/// <summary>What the module that makes tokens needs to know of the page it is on.</summary>
/// <param name="Added">Sessions that came to the programme after this person was given tokens.</param>
/// <param name="Unasked">Somebody has agreed to the rule on this very device, so it gets its tokens without a press. Never on a page that was only opened: a
/// mail program that looks through links would take them away.</param>
public sealed record TokensOnDevice(Id<Dialogue> Dialogue, string Handle, string Origin, string Form, int Added, bool Unasked);
