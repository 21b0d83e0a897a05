using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web;

/// <summary>What every page can do: refuse with a sentence and keep what was typed, and say a thing once after a redirect.</summary>
public abstract class EventsPage : PageModel
{
    /// <summary>The name of the cookie that carries a notice to the next page; pages that say nothing never touch it.</summary>
    public const string SaidCookie = "said";

    /// <summary>What the next page says once.</summary>
    protected string Said
    {
        set => TempData[nameof(Said)] = value;
    }

    /// <summary>Somebody has just accepted, or agreed to the rule, on this device: the page that comes back gets its tokens. Once, as what is said.</summary>
    protected bool TokensOnReturn
    {
        get => TempData[nameof(TokensOnReturn)] is true;
        set
        {
            if (value) TempData[nameof(TokensOnReturn)] = true;
        }
    }

    /// <summary>Shows the page again with the refusal's sentence above the form and status 422; the form keeps what was typed.</summary>
    /// <param name="field">The input that the sentence is about, as it is named in the form; empty for the whole form.</param>
    protected PageResult Refuse(Refusal refusal, string field = "")
    {
        var texts = HttpContext.RequestServices.GetRequiredService<Texts.T>();
        ModelState.AddModelError(field, texts.Of(refusal));
        return Invalid();
    }

    /// <summary>Puts every refusal beside its field, but for fields of which something is said already; false when nothing is wrong at all.</summary>
    protected bool AnyWrong(IEnumerable<Refusal> refusals, Func<Refusal, string> fieldOf)
    {
        var texts = HttpContext.RequestServices.GetRequiredService<Texts.T>();
        foreach (var refusal in refusals)
        {
            string field = fieldOf(refusal);
            if (field.Length == 0 || ModelState.GetFieldValidationState(field) != Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid) ModelState.AddModelError(field, texts.Of(refusal));
        }

        return !ModelState.IsValid;
    }

    /// <summary>Shows the page again with what is wrong in <see cref="PageModel.ModelState"/>, status 422.</summary>
    protected PageResult Invalid()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Saves; when somebody else changed the same thing meanwhile, that is a refusal and nobody's text is overwritten.</summary>
    protected static Task<Refusal?> SaveAsync(DbContext db, CancellationToken ct) => db.TrySaveAsync(ct);
}
