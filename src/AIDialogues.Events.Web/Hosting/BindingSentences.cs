using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>What is said of an input that cannot be read, in the page's language instead of the framework's English.</summary>
internal sealed class BindingSentences(IStringLocalizer<T> words) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((value, _) => string.Format(words["“{0}” cannot be read here."], Short(value)));
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => string.Format(words["“{0}” cannot be read here."], Short(value)));
        messages.SetValueIsInvalidAccessor(value => string.Format(words["“{0}” cannot be read here."], Short(value)));
        messages.SetValueMustBeANumberAccessor(_ => words["This must be a number."]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => words["This must be a number."]);
        messages.SetValueMustNotBeNullAccessor(_ => words["This is missing."]);
        messages.SetMissingBindRequiredValueAccessor(_ => words["This is missing."]);
        messages.SetMissingKeyOrValueAccessor(() => words["This is missing."]);
        messages.SetUnknownValueIsInvalidAccessor(_ => words["This cannot be read."]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => words["This cannot be read."]);
    }

    private static string Short(string value) => value.Length > 60 ? value[..60] + "…" : value;
}
