using System.Text;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Documents.Pdf;

namespace AIDialogues.Events.Web.Publications;

/// <summary>The formats in which every text can be taken away. Each file is made for the one who asks; none says when or by whom.</summary>
internal static class ExportFormats
{
    /// <summary>For a route: what may stand behind the dot.</summary>
    public const string Pattern = "^(md|html|docx|pdf)$";

    public const string Markdown = "text/markdown";
    public const string Html = "text/html";
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Pdf = "application/pdf";

    public static IResult File(TextDocument document, string format) => format switch
    {
        "md" => Results.File(Encoding.UTF8.GetBytes(MarkdownFile.Of(document)), Markdown + "; charset=utf-8", document.FileName + ".md"),
        "html" => Results.File(Encoding.UTF8.GetBytes(HtmlFile.Of(document)), Html + "; charset=utf-8", document.FileName + ".html"),
        "docx" => Results.File(DocxFile.Of(document), Docx, document.FileName + ".docx"),
        _ => Results.File(PdfFile.Of(document), Pdf, document.FileName + ".pdf"),
    };
}
