using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
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

    /// <summary>Shows the page again with the refusal's sentence above the form and status 422; the form keeps what was typed.</summary>
    protected PageResult Refuse(Refusal refusal)
    {
        var texts = HttpContext.RequestServices.GetRequiredService<Texts.T>();
        ModelState.AddModelError("", texts.Of(refusal));
        return Invalid();
    }

    /// <summary>Shows the page again with what is wrong in <see cref="PageModel.ModelState"/>, status 422.</summary>
    protected PageResult Invalid()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Saves; when somebody else changed the same thing meanwhile, that is a refusal and nobody's text is overwritten.</summary>
    protected static async Task<Refusal?> SaveAsync(DbContext db, CancellationToken ct)
    {
        try
        {
            _ = await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("changed-meanwhile");
        }
    }
}
