using System.Text.RegularExpressions;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Tells requests for code from ordinary ones by what they say.</summary>
internal static partial class CodeSigns
{
    private const int Examined = 16_000;

    /// <summary>What in the text asks for code, in words; null: nothing does.</summary>
    public static string? Find(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, Examined));
        return head.Contains("```", StringComparison.Ordinal) ? "it holds a code block"
            : StackTrace().IsMatch(head) ? "it holds a stack trace"
            : CodeLine().IsMatch(head) ? "it holds code"
            : Order().IsMatch(head) ? "it asks for code"
            : Language().IsMatch(head) && Verb().IsMatch(head) ? "it names a programming language and a programming task"
            : null;
    }

    [GeneratedRegex(@"Traceback \(most recent call last\)|^\s+at [\w.$<>]+\(.*\)|\b\w+(Exception|Error): |\bpanic: |Segmentation fault", Flags)]
    private static partial Regex StackTrace();

    [GeneratedRegex(@"^\s*(def \w+\(|class \w+[:({ ]*$|#include\s*[<""]|using \w+(\.\w+)*;|import \w+(\.\w+)*;?\s*$|from \w+ import |func \w+\(|fn \w+\(|public (static |class |void )|(const|let|var) \w+ = |SELECT .+ FROM |INSERT INTO |CREATE TABLE |if \(.+\) \{|for \(.+\) \{|<\?php|#!/)", Flags)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"\b(write|create|implement|give|show|make|generate|fix|debug|refactor|optimi[sz]e|rewrite|translate|convert|explain|complete|review|need|provide|code)\b[^.?!\n]{0,60}\b(functions?|methods?|class(es)?|scripts?|programs?|algorithms?|code|snippets?|regex(es)?|regular expressions?|sql|quer(y|ies)|unit tests?|loops?|one-liners?|bash commands?|shell commands?|dockerfiles?|makefiles?|stack traces?|recursion|subroutines?|apis?|endpoints?)\b", Flags)]
    private static partial Regex Order();

    [GeneratedRegex(@"(?<!\w)(python|javascript|typescript|java|c\+\+|c#|csharp|f#|golang|rust|ruby|php|kotlin|swift|scala|haskell|perl|lua|bash|powershell|sql|html|css|matlab|fortran|cobol|assembly|numpy|pandas|react|django|node\.?js|linq)(?!\w)|\bin (c|go|r)\b", Flags)]
    private static partial Regex Language();

    [GeneratedRegex(@"\b(write|create|implement|how (do|can|to|would)|fix|debug|refactor|reverse|sort|print|parse|read|open|loop|iterate|convert|declare|define|call|compile|install|import|return|swap|count|sum|find|check|concatenate|split|join|filter|connect|handle|catch|throw|test|example|hello world|print)\b", Flags)]
    private static partial Regex Verb();

    private const RegexOptions Flags = RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant;
}
