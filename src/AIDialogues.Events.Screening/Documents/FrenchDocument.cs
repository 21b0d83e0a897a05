using AIDialogues.Events.Screening.Texts;
namespace AIDialogues.Events.Screening.Documents;
internal static class FrenchDocument { public static void Find(Tokens tokens, List<Finding> found) { _ = tokens; _ = found; } }
