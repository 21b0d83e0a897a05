using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AIDialogues.Events.Web.Pages;

internal static class InvalidFields
{
    /// <summary>The value of a field's aria-invalid; null leaves the attribute out.</summary>
    public static string? AriaInvalid(this ModelStateDictionary state, string field) => state.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? "true" : null;
}
