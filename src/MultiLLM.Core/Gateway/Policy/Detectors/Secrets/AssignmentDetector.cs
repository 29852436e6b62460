using System.Buffers;
using System.Collections.Frozen;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>What is said or written to be a password, a key or a token: in code, configuration, connection strings, and in sentences of several languages.</summary>
internal sealed class AssignmentDetector() : AnchoredDetector("secret_assignment", "SECRET", StringComparison.OrdinalIgnoreCase, [.. s_passwords, .. s_keys])
{
    private const int LongestName = 24;
    private const int LongestPhrase = 40;
    private const int LongestValue = 256;
    private const int LeastSession = 24;
    private const int LeastBare = 8;
    private const string Attribute = "value=";

    private static readonly string[] s_passwords =
    [
        "password", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort", "contraseña", "contrasena", "clave", "mot de passe", "mdp", "senha", "wachtwoord",
        "hasło", "haslo", "parola", "parool", "lösenord", "salasana", "heslo", "motdepasse", "mot_de_passe", "_pass", "-pass", ".pass", "pass=", "pass:", "pass =", "pass :", "_pw", "pw:", "pw=", "пароль", "密码", "密碼", "パスワード", "비밀번호",
    ];

    private static readonly FrozenDictionary<char, string[]> s_passwordsByLetter = s_passwords.GroupBy(word => word[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static readonly string[] s_keys =
    [
        "secret", "token", "api_key", "apikey", "api-key", "api key", "access_key", "accesskey", "access key", "auth_key", "private_key", "credential", "encryption_key", "signing_key", "master_key",
        "api-schlüssel", "schlüssel", "clé", "llave", "chiave", "密钥", "ключ", "client_secret", "authtoken", "accesstoken", "apitoken", "private key", "privatekey", "secret key", "secretkey", "signingkey", "sharedkey", "shared_key", "encryptionkey", "masterkey", "apisecret",
        "app_key", "appkey", "authkey", "license_key", "sessionid", "session_id", "session=", "sessid", "クライアントシークレット", "トークン", "令牌", "токен",
    ];

    private const int LongestSays = 8;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_says =
        FrozenSet.ToFrozenSet(["is", "was", "to", "as", "ist", "lautet", "es", "est", "è", "é", "jest", "into", "auf"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A name that goes on so names something else.</summary>
    private static readonly SearchValues<string> s_otherNames = SearchValues.Create(
        ["hash", "length", "field", "policy", "reset", "manager", "_id", "type", "name", "file", "path", "url", "count", "limit", "expir", "usage", "izer", "ize", "class", "ary", "s per", "label", "input"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_valueEnds = SearchValues.Create(" \t\r\n\"'`<>;,|，。；、");
    private static readonly SearchValues<char> s_calls = SearchValues.Create("([{");

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (at > 0 && char.IsAsciiLetter(letters[at - 1]) && char.IsAsciiLetterLower(letters[at]) == char.IsAsciiLetterLower(letters[at - 1]) && letters[at] < 0x80 && char.IsAsciiLetterLower(letters[at]))
            return null; // the end of another word
        var name = NameEnd(letters, at);
        var isOption = at >= 2 && letters[at - 1] == '-' && letters[at - 2] == '-';
        if (ValueStart(letters, name, isOption, out var isSaid) is not { } value)
            return null;
        var isPassword = BeginsWithPassword(letters[at..]);
        var length = letters[value..Math.Min(letters.Length, value + LongestValue)].IndexOfAny(s_valueEnds);
        length = length < 0 ? Math.Min(letters.Length - value, LongestValue) : length;
        var text = letters.Slice(value, length).TrimEnd(".:!?)]}");
        var isSession = letters[at..].StartsWith("sess", StringComparison.OrdinalIgnoreCase);
        return !(isSession && (isSaid || text.Length < LeastSession)) && IsSecret(text, isPassword, isSaid) && !letters[at..name].ContainsAny(s_otherNames)
            ? new Hit(value, value + text.Length)
            : null;
    }

    public override int Pending(ScanText text) => OpenWord(text.Letters, s_valueEnds, LongestValue + LongestName, LongestName + (2 * LongestPhrase));

    private static bool BeginsWithPassword(ReadOnlySpan<char> letters)
    {
        foreach (var word in s_passwordsByLetter.TryGetValue(char.ToLowerInvariant(letters[0]), out var words) ? words : [])
        {
            if (letters.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>"password_for_db", "PASSWORD2": the name goes on.</summary>
    private static int NameEnd(ReadOnlySpan<char> letters, int at)
    {
        var end = at;
        while (end < letters.Length && end - at < LongestName + 12 && (char.IsLetterOrDigit(letters[end]) || letters[end] is '_' or '-'))
            end++;
        if (end < letters.Length && letters[end] == ' ' && letters[at..].StartsWith("mot de passe", StringComparison.OrdinalIgnoreCase))
            return at + 12;
        return letters[at..].StartsWith("api key", StringComparison.OrdinalIgnoreCase) || letters[at..].StartsWith("access key", StringComparison.OrdinalIgnoreCase)
            ? at + letters[at..].IndexOf(' ') + 4
            : CjkEnd(letters, at, end);
    }

    private static int CjkEnd(ReadOnlySpan<char> letters, int at, int end) => letters[at] switch
    {
        '密' => at + 2,
        'パ' => at + 5,
        '비' => at + 4,
        _ => end,
    };

    /// <summary>Null: nothing is assigned.</summary>
    private static int? ValueStart(ReadOnlySpan<char> letters, int name, bool isOption, out bool isSaid)
    {
        isSaid = false;
        var at = Skip(letters, name, "\"'`]*)");
        var afterName = at;
        at = Skip(letters, at, " \t");
        if (isOption && at > afterName && at < letters.Length && letters[at] != '=')
            return Skip(letters, at, "\"'`");
        if (at < letters.Length && letters[at] is ':' or '=' or '>' or '是' or 'は')
        {
            at = Skip(letters, at, ":=>是は");
            return Skip(letters, at, " \t\"'`*(");
        }
        if (at > afterName && letters[at..].StartsWith(Attribute, StringComparison.OrdinalIgnoreCase)) // <add key="Secret" value="…"/>
            return Skip(letters, at + Attribute.Length, "\"'");
        isSaid = true;
        if (at > name && at < letters.Length && letters[at] is '"' or '\'' or '`' or '“' or '„' or '«')
            return at + 1;
        return IsBare(letters, at) ? at : Said(letters, at);
    }

    /// <summary>"login audit password Winter!2031": nothing says so, but no word looks like it.</summary>
    private static bool IsBare(ReadOnlySpan<char> letters, int at)
    {
        var length = letters[at..Math.Min(letters.Length, at + LongestValue)].IndexOfAny(s_valueEnds);
        var word = letters.Slice(at, length < 0 ? Math.Min(letters.Length - at, LongestValue) : length).TrimEnd(".:!?)]}");
        return word.Length >= LeastBare && word.ContainsAnyInRange('0', '9') && word.ContainsAnyInRange('A', 'Z') && word.ContainsAnyInRange('a', 'z') && !word.Contains('/');
    }

    /// <summary>"the password for the database is …": the verb comes within a few words, and within the sentence.</summary>
    private static int? Said(ReadOnlySpan<char> letters, int at)
    {
        var limit = Math.Min(letters.Length, at + LongestPhrase);
        for (var word = at; word < limit;)
        {
            var end = word;
            while (end < limit && letters[end] is not (' ' or '\n' or '.' or ',' or ';' or '?'))
                end++;
            var text = letters[word..end];
            if (text is [.., ':'] && text.Length < 12 && end < limit && letters[end] == ' ')
                return Skip(letters, end, " \"'`*");
            if (end < limit && letters[end] is not ' ')
                return null;
            if (end < limit && text.Length <= LongestSays && s_says.Contains(text.TrimEnd(':')))
                return Skip(letters, end, " \"'`*:");
            word = end + 1;
        }
        return null;
    }

    private static int Skip(ReadOnlySpan<char> letters, int at, ReadOnlySpan<char> what)
    {
        var most = Math.Min(letters.Length, at + 8);
        while (at < most && what.Contains(letters[at]))
            at++;
        return at;
    }

    internal static bool IsSecret(ReadOnlySpan<char> value, bool isPassword, bool isSaid)
    {
        if (value.Length < (isPassword ? 6 : 12) || value[0] is '$' or '{' or '<' or '[' or '%' or '(' or '@' or '/' or '.' || value.ContainsAny(s_calls) || Randomness.IsStandIn(value))
            return false;
        var (letters, digits, others, upper, lower) = (0, 0, 0, false, false);
        foreach (var letter in value)
        {
            if (char.IsAsciiDigit(letter))
                digits++;
            else if (char.IsLetter(letter))
                (letters, upper, lower) = (letters + 1, upper | char.IsUpper(letter), lower | char.IsLower(letter));
            else if (letter is not ('.' or '_' or '-'))
                others++;
        }
        if (value.StartsWith("http", StringComparison.OrdinalIgnoreCase) && value.IndexOf("://", StringComparison.Ordinal) > 0)
            return false;
        return isPassword
            ? (letters > 0 && digits > 0 && !IsVersion(value)) || (letters > 0 && others > 0 && upper && lower) || (!isSaid && digits >= 6 && digits == value.Length)
            : letters > 0 && digits > 1 && Randomness.Kinds(value) >= 7 && (!isSaid || digits + (upper ? 1 : 0) >= 2);
    }

    private static bool IsVersion(ReadOnlySpan<char> value) => value.Length < 8 && value.IndexOf('-') > 0 && value.IndexOfAnyInRange('0', '9') == value.Length - 1;
}
