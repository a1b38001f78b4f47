untrusted comment: pingyi batch
RUQ0dQ+YvVn8/LM+YTqJAgPPzh7ZrddLBIuuhHgOmLY06KaRu0HnSTDbXN8TScBs+GpWwmnRU45Nc8+L/fqN+5eU0a3Bf48cvgI=
trusted comment: pingyi batch v2 real 0303030303030303 LOBBY1 42
niz6IptFC7i/xaTtU3MkSSzhsPC3LWhDUHO+x4I9XlKlkrwnc1GVb8MyQ4lgWP5Dlxy+Y41uO9YIa6BJQTtjDA==
