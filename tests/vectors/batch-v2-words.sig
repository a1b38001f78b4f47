untrusted comment: pingyi batch
RUQ0dQ+YvVn8/HSaIRzOORSBGf+MawQLrylJEKVG0v+GJBnNMLS8Pg0rPzyvkVImsdGMlwoV2F78x9P4Gmnpz37CWWw+3hC+cg4=
trusted comment: pingyi batch v2 real 0303030303030303 LOBBY1 42
3LluHzlSUzcAGQC0eiXMdb+EV/8TBwXJ72g+/6/ZBO3OOjQ4mChfVhd5tq5a1wpILJQzNfSbXCGms04TabWiCg==
