using AIDialogues.Events.Domain;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>An uploaded PDF, written anew: only what its pages, tags and bookmarks need is taken over, and the words on its pages for the screening.</summary>
internal sealed record PdfUpload(byte[] Content, string Words)
{
    private const int MostObjects = 200_000, MostPages = 1_000, MostWords = 2_000_000;

    // Who made it, with what, when and how it was before; what runs; what is attached; what was noted at the margin.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "Metadata", "PieceInfo", "LastModified", "OpenAction", "AA", "JavaScript", "JS", "EmbeddedFiles", "AF", "Collection", "Perms", "AcroForm", "XFA", "Threads", "SpiderInfo", "Info",
        "OutputIntents", "Thumb", "B", "Popup", "IRT", "RichMediaContent", "RichMediaSettings", "Requirements", "DSS", "Legal", "URI_Base", "UserProperties",
    };

    /// <summary>Reads, cleans and writes it; refuses what is locked, broken, too large inside, or no PDF.</summary>
    public static Result<PdfUpload> Read(byte[] upload)
    {
        if (!upload.AsSpan(0, Math.Min(upload.Length, 1024)).StartsWith("%PDF-"u8)) return PublicationRefusals.FileKindNotTaken;
        if (Inflation.IsBomb(upload)) return PublicationRefusals.FileNotReadable;
        try
        {
            using var document = PdfDocument.Open(upload, new ParsingOptions { UseLenientParsing = false, SkipMissingFonts = true });
            if (document.IsEncrypted) return PublicationRefusals.FileLocked;
            if (document.NumberOfPages is 0 or > MostPages) return PublicationRefusals.FileNotReadable;
            string words = string.Join('\n', document.GetPages().Select(page => string.Join(' ', page.GetWords().Select(w => w.Text))));
            if (words.Length > MostWords) return PublicationRefusals.FileNotReadable;
            return new PdfUpload(new Copy(document.Structure).Write(), words);
        }
        catch (PdfDocumentEncryptedException)
        {
            return PublicationRefusals.FileLocked;
        }
        // The reader throws whatever it stumbles over; to the uploader they are all the same.
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return PublicationRefusals.FileNotReadable;
        }
    }

    /// <summary>Follows the references from the catalogue and numbers what it finds anew, so that nothing unreachable (an older version) comes along.</summary>
    private sealed class Copy(UglyToad.PdfPig.Structure structure)
    {
        private readonly Dictionary<IndirectReference, IndirectReference> _numbers = [];
        private readonly Queue<IndirectReference> _open = new();

        public byte[] Write()
        {
            using var file = new MemoryStream();
            var places = new Dictionary<IndirectReference, long>();
            file.Write("%PDF-1.7\n%\u00e2\u00e3\n"u8);
            var catalog = Clean(structure.Catalog.CatalogDictionary, isCatalog: true);
            while (_open.TryDequeue(out var reference))
            {
                if (_numbers.Count > MostObjects) throw new InvalidOperationException("Too many objects.");
                Put(_numbers[reference], CleanToken(structure.GetObject(reference).Data));
            }

            var root = new IndirectReference(_numbers.Count + 1, 0);
            Put(root, catalog);
            TokenWriter.Instance.WriteCrossReferenceTable(places, root, file, null, null);
            return file.ToArray();

            void Put(IndirectReference number, IToken token)
            {
                places[number] = file.Position;
                TokenWriter.Instance.WriteToken(new ObjectToken(XrefLocation.File(0), number, token), file);
            }
        }

        private IToken CleanToken(IToken token) => token switch
        {
            IndirectReferenceToken reference => new IndirectReferenceToken(NumberOf(reference.Data)),
            DictionaryToken dictionary => Clean(dictionary),
            ArrayToken array => new ArrayToken([.. array.Data.Select(CleanToken).Where(t => t is not DictionaryToken { Data.Count: 0 })]),
            StreamToken stream => CleanStream(stream),
            _ => token,
        };

        private StreamToken CleanStream(StreamToken stream)
        {
            bool isJpeg = stream.StreamDictionary.Data.TryGetValue("Filter", out var filter) && filter.ToString()!.Contains("DCTDecode", StringComparison.Ordinal);
            byte[] data = isJpeg ? JpegSegments.WithoutMetadata(stream.Data.ToArray()) : stream.Data.ToArray();
            var entries = Clean(stream.StreamDictionary).Data.ToDictionary(e => NameToken.Create(e.Key), e => e.Value);
            entries[NameToken.Length] = new NumericToken(data.Length);
            return new StreamToken(new DictionaryToken(entries), data);
        }

        private DictionaryToken Clean(DictionaryToken dictionary, bool isCatalog = false)
        {
            var kept = new Dictionary<NameToken, IToken>();
            bool isNote = Says(dictionary, "Type", "Annot") || (dictionary.Data.ContainsKey("Rect") && dictionary.Data.ContainsKey("Subtype"));
            // Links stay; comments, stamps, attachments and forms name who made them.
            if (isNote && !Says(dictionary, "Subtype", "Link")) return new DictionaryToken(kept);
            if (Says(dictionary, "Type", "Action") || dictionary.Data.ContainsKey("S") && dictionary.Data.Keys.Any(k => k is "URI" or "JS" or "F" or "Launch"))
            {
                if (!Says(dictionary, "S", "URI") && !Says(dictionary, "S", "GoTo") && !dictionary.Data.ContainsKey("P")) return new DictionaryToken(kept);
            }

            foreach (var (key, value) in dictionary.Data)
            {
                if (LeftOut.Contains(key) || (isNote && key is "T" or "M" or "NM" or "CreationDate" or "RC" or "Subj") || (key == "Type" && isCatalog && value is NullToken)) continue;
                // Of the name trees only the places that links lead to.
                if (isCatalog && key == "Names" && Resolved(value) is DictionaryToken names)
                    kept[NameToken.Create(key)] = new DictionaryToken(names.Data.Where(n => n.Key == "Dests").ToDictionary(n => NameToken.Create(n.Key), n => CleanToken(n.Value)));
                else
                    kept[NameToken.Create(key)] = CleanToken(value);
            }

            return new DictionaryToken(kept);
        }

        private IToken Resolved(IToken token) => token is IndirectReferenceToken reference ? structure.GetObject(reference.Data).Data : token;

        private static bool Says(DictionaryToken dictionary, string key, string name) => dictionary.Data.TryGetValue(key, out var value) && value is NameToken said && said.Data == name;

        private IndirectReference NumberOf(IndirectReference reference)
        {
            if (_numbers.TryGetValue(reference, out var number)) return number;
            _open.Enqueue(reference);
            return _numbers[reference] = new IndirectReference(_numbers.Count + 1, 0);
        }
    }
}
