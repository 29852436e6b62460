using System.Globalization;
using System.Text;

namespace StarterModels.Trainer.Tokenizers;

/// <summary>Splits text as BERT does: lower case, accents off, at white space and around every punctuation mark or ASCII symbol.</summary>
internal static class BertText
{
    // with invariant globalisation string.Normalize leaves accents alone, so a table takes them off
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
    private const string Plain = "aaaaaaceeeeiiiinooooouuuuyy";

    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text.Select(Fold))
        {
            if (char.IsWhiteSpace(character))
            {
                EndWord();
            }
            else if (char.IsPunctuation(character) || (char.IsAscii(character) && char.IsSymbol(character)))
            {
                EndWord();
                words.Add(character.ToString());
            }
            else if (!IsDropped(character))
            {
                word.Append(character);
            }
        }
        EndWord();
        return words;

        void EndWord()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static char Fold(char character)
    {
        var lower = char.ToLowerInvariant(character);
        var accent = Accented.IndexOf(lower);
        return accent >= 0 ? Plain[accent] : lower;
    }

    private static bool IsDropped(char character) =>
        character == '\uFFFD' || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Control;
}
