namespace MultiLLM.Runner.Templates;

/// <summary>The script between the engine and the Jinja library: it sets up a template's globals, and reports what goes wrong inside
/// Jinja as a value, with the template's own refusals told from failures.</summary>
internal static class JinjaHost
{
    /// <summary>One function around the library and the script: its variables are then slots instead of properties of the global object.</summary>
    public static string Wrap(string library) =>
        "var { compileTemplate, renderTemplate } = (function () { const module = { exports: {} };\n" + library + "\n" + Script + "\n})();";

    private const string Script = """
        function attempt(action) {
          try {
            return { value: action() };
          } catch (e) {
            return { error: String(e && e.message !== undefined ? e.message : e), raised: !!(e && e.raisedByTemplate) };
          }
        }

        function compileTemplate(source) {
          return attempt(() => new Template(source));
        }

        const globals = {
          true: true, false: false, none: null,
          True: true, False: false, None: null,
          raise_exception: message => {
            const error = new Error(String(message));
            error.raisedByTemplate = true;
            throw error;
          },
          strftime_now: format => hostStrftime(String(format)),
          range: (start, stop, step = 1) => {
            if (stop === undefined) {
              stop = start;
              start = 0;
            }
            const numbers = [];
            for (let i = start; step > 0 ? i < stop : i > stop; i += step) {
              numbers.push(i);
            }
            return numbers;
          },
        };

        function renderTemplate(template, json) {
          return attempt(() => {
            const environment = new Environment();
            for (const [name, value] of Object.entries({ ...globals, ...JSON.parse(json) })) {
              environment.set(name, value);
            }
            return new Interpreter(environment).run(template.parsed).value;
          });
        }

        return { compileTemplate, renderTemplate };
        """;
}
