using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>
/// Takes the disguise off a text: characters that show nothing, compatibility forms (full-width and mathematical letters), escapes, and letters of other
/// scripts among Latin ones. One pass.
/// </summary>
internal static class Normalizer
{
    private static readonly SearchValues<char> s_escapes = SearchValues.Create('\\', '%', '&');

    public static NormalText Normalize(string text) =>
        Ascii.IsValid(text) && !text.AsSpan().ContainsAny(s_escapes) ? new NormalText(text) : new Work(text).Run();

    private ref struct Work(string text)
    {
        private char[] _letters = new char[text.Length + 16];
        private int[] _starts = new int[text.Length + 16];
        private int[] _ends = new int[text.Length + 16];
        private int _length;
        private int _latin;
        private int _foreign;

        public NormalText Run()
        {
            for (var at = 0; at < text.Length;)
                at += Step(at);
            if (_foreign > 0)
                Latinise();
            return new NormalText(new string(_letters, 0, _length), _starts, _ends);
        }

        /// <summary>Characters it took.</summary>
        private int Step(int at)
        {
            var letter = text[at];
            if (letter < 0x80)
            {
                if (s_escapes.Contains(letter) && Escapes.Read(text, at, out var meant) is > 0 and var length)
                {
                    if (!CharacterFolding.IsInvisible(meant))
                        Add(meant, at, at + length);
                    return length;
                }
                Add(letter, at, at + 1);
                return 1;
            }
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                Pair(at, char.ConvertToUtf32(letter, text[at + 1]));
                return 2;
            }
            if (!CharacterFolding.IsInvisible(letter))
            {
                Add(CharacterFolding.Compatible(letter), at, at + 1);
                foreach (var plain in CharacterFolding.Rest(letter))
                    Add(plain, at, at + 1);
            }
            return 1;
        }

        private void Pair(int at, int code)
        {
            if (code is >= 0xE0000 and <= 0xE007F or >= 0xE0100 and <= 0xE01EF)
            {
                if (code is >= 0xE0020 and < 0xE007F)
                    Add((char)(code - 0xE0000), at, at + 2); // "tags" that show nothing, and that models read as letters
                return;
            }
            if (CharacterFolding.Compatible(code) is var plain and not '\0')
            {
                Add(plain, at, at + 2);
                return;
            }
            Add(text[at], at, at + 2);
            Add(text[at + 1], at, at + 2);
        }

        private void Add(char letter, int start, int end)
        {
            if (_length == _letters.Length)
                Grow();
            (_letters[_length], _starts[_length], _ends[_length]) = (letter, start, end);
            _length++;
            if (char.IsAsciiLetter(letter))
                _latin++;
            else if (letter >= 0x180 && char.IsLetter(letter))
                _foreign++;
        }

        private void Grow()
        {
            Array.Resize(ref _letters, _length * 2);
            Array.Resize(ref _starts, _length * 2);
            Array.Resize(ref _ends, _length * 2);
        }

        /// <summary>Words that mix scripts, and words made of lookalikes only in a text that is mostly Latin. A Russian text stays Russian.</summary>
        private readonly void Latinise()
        {
            for (var at = 0; at < _length;)
            {
                if (!char.IsLetterOrDigit(_letters[at]) && _letters[at] != '_')
                {
                    at++;
                    continue;
                }
                var (end, latin, lookalikes, others) = (at, 0, 0, 0);
                for (; end < _length && (char.IsLetterOrDigit(_letters[end]) || _letters[end] is '_' or '-'); end++)
                {
                    if (char.IsAsciiLetterOrDigit(_letters[end]))
                        latin++;
                    else if (Confusables.LatinFor(_letters[end]) != '\0')
                        lookalikes++;
                    else if (char.IsLetter(_letters[end]))
                        others++;
                }
                if (lookalikes > 0 && (latin > 0 || (others == 0 && _latin > _foreign)))
                {
                    for (var i = at; i < end; i++)
                        _letters[i] = Confusables.LatinFor(_letters[i]) is var plain and not '\0' ? plain : _letters[i];
                }
                at = end;
            }
        }
    }
}
