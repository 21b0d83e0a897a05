using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AIDialogues.Events.Web.Tests.Hosting;

/// <summary>
/// A browser without script: gets a page, fills the form as rendered, sends it with its own antiforgery token. What a test did not
/// fill in goes as the page had it, so a field that the page forgets is missed here too.
/// </summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(Uri address, string language)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    public CookieContainer Cookies { get; }

    public HttpClient Http => _http;

    /// <summary>Gets a page, following redirects as a browser does.</summary>
    public async Task<Page> GetAsync(string path)
    {
        var response = await _http.GetAsync(path);
        return await FollowAsync(response, path);
    }

    /// <summary>Fills and sends the form on the page; <paramref name="form"/> is a CSS selector when there are several.</summary>
    /// <param name="fields">Values by input name; null takes a field away; a list gives several.</param>
    public async Task<Page> SubmitAsync(Page page, object? fields = null, string form = "main form", string? button = null)
    {
        var element = page.Document.QuerySelector(form) as IHtmlFormElement ?? throw new InvalidOperationException($"No form “{form}” on {page.Path}:\n{page.Text}");
        var values = Rendered(element);
        var given = fields as IReadOnlyDictionary<string, object?> ?? fields?.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(fields)) ?? [];
        foreach (var (name, value) in given)
        {
            bool known = values.RemoveAll(v => v.Key == name) > 0 || element.Elements.Any(e => e.GetAttribute("name") == name);
            if (!known) throw new InvalidOperationException($"The form on {page.Path} has no field “{name}”; it has {string.Join(", ", element.Elements.Select(e => e.GetAttribute("name")).Distinct())}.");
            if (value is string text) values.Add(new(name, text));
            else if (value is IEnumerable<string> many) values.AddRange(many.Select(one => new KeyValuePair<string, string>(name, one)));
            else if (value is not null) values.Add(new(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!));
        }

        var pressed = (button is null ? null : element.QuerySelector(button) ?? throw new InvalidOperationException($"No button “{button}”.")) as IHtmlElement;
        if (pressed?.GetAttribute("name") is { } buttonName) values.Add(new(buttonName, pressed.GetAttribute("value") ?? ""));
        string target = pressed?.GetAttribute("formaction") ?? element.GetAttribute("action") ?? page.Path;
        if (target.Length == 0) target = page.Path;
        using HttpContent content = element.GetAttribute("enctype") == "multipart/form-data" ? Multipart(values) : new FormUrlEncodedContent(values);
        var response = await _http.PostAsync(target, content);
        return await FollowAsync(response, target);
    }

    /// <summary>Sends what a test put together itself, such as a file, and follows.</summary>
    public async Task<Page> PostAsync(string path, HttpContent content) => await FollowAsync(await _http.PostAsync(path, content), path);

    /// <summary>Comes in by a personal link, as from a letter; the address without the token that its pages stand below.</summary>
    public async Task<string> EnterAsync(string token)
    {
        using var entered = await _http.GetAsync("/i/" + token);
        return entered.Headers.Location?.OriginalString ?? "/my/nothing";
    }

    public void Dispose() => _http.Dispose();

    private async Task<Page> FollowAsync(HttpResponseMessage response, string path)
    {
        for (int hops = 0; hops < 5 && (int)response.StatusCode is >= 300 and < 400; hops++)
        {
            var location = response.Headers.Location!;
            path = location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
            response.Dispose();
            response = await _http.GetAsync(path);
        }

        string html = await response.Content.ReadAsStringAsync();
        return new Page(path, response.StatusCode, html, await new HtmlParser().ParseDocumentAsync(html), response);
    }

    private static List<KeyValuePair<string, string>> Rendered(IHtmlFormElement form)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.HasAttribute("disabled")) continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "submit" or "button" or "image" or "file" } or IHtmlButtonElement: break;
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked) values.Add(new(name, box.GetAttribute("value") ?? "on"));
                    break;
                case IHtmlInputElement input: values.Add(new(name, input.Value ?? "")); break;
                case IHtmlTextAreaElement area: values.Add(new(name, area.Value)); break;
                case IHtmlSelectElement select: values.AddRange(select.Options.Where(o => o.IsSelected).Select(o => new KeyValuePair<string, string>(name, o.Value))); break;
                default: break;
            }
        }

        return values;
    }

    private static MultipartFormDataContent Multipart(List<KeyValuePair<string, string>> values)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in values) content.Add(new StringContent(value), name);
        return content;
    }
}

/// <summary>A page as received.</summary>
public sealed record Page(string Path, HttpStatusCode Status, string Html, IHtmlDocument Document, HttpResponseMessage Response)
{
    /// <summary>The words a person sees, white space folded.</summary>
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public IReadOnlyList<string> Errors => [.. Document.QuerySelectorAll(".error-summary li").Select(li => li.TextContent.Trim())];

    public IElement? One(string selector) => Document.QuerySelector(selector);

    public IReadOnlyList<string> All(string selector) => [.. Document.QuerySelectorAll(selector).Select(e => string.Join(' ', e.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
